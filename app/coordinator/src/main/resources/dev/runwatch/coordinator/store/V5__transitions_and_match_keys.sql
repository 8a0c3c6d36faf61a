-- Each change of a run, in the order of commits. A number is never used twice and none is left out.
CREATE TABLE transitions (
  number ${key} NOT NULL PRIMARY KEY,
  seq BIGINT NOT NULL,
  from_status VARCHAR(16),
  status VARCHAR(16) NOT NULL,
  runner_id VARCHAR(64),
  instance_id TEXT,
  attempt INTEGER NOT NULL,
  executions INTEGER NOT NULL,
  at BIGINT NOT NULL,
  claimed_at BIGINT,
  started_at BIGINT
);

-- The last number of a transition: one row, locked by each transaction that writes.
CREATE TABLE store_counters (
  id INTEGER NOT NULL PRIMARY KEY,
  transitions BIGINT NOT NULL
);
INSERT INTO store_counters (id, transitions) VALUES (1, 0);

-- Runs of one match key wait in one queue.
ALTER TABLE runs ADD COLUMN match_key VARCHAR(32) NOT NULL DEFAULT '';
ALTER TABLE runs ADD COLUMN excluded_runners TEXT NOT NULL DEFAULT '[]';
ALTER TABLE runs ADD COLUMN instance_id TEXT;
ALTER TABLE runs ADD COLUMN executions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN max_executions INTEGER NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN unstarted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN traceparent VARCHAR(64);
UPDATE runs SET executions = 1 WHERE started_at IS NOT NULL;
UPDATE runs SET instance_id = (SELECT instance_id FROM runners WHERE runners.runner_id = runs.runner_id)
  WHERE status IN ('claimed', 'running', 'stopping');
CREATE INDEX runs_pending ON runs (match_key, seq) WHERE status = 'pending';

ALTER TABLE runners ADD COLUMN max_runs INTEGER;

-- Keys are forgotten after a day; the runs stay.
CREATE TABLE idempotency_keys (
  idempotency_key VARCHAR(255) NOT NULL PRIMARY KEY,
  run_id VARCHAR(64) NOT NULL,
  request VARCHAR(64) NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
INSERT INTO idempotency_keys (idempotency_key, run_id, request, created_at)
  SELECT idempotency_key, run_id, '', created_at FROM runs WHERE idempotency_key IS NOT NULL;
UPDATE runs SET idempotency_key = NULL WHERE idempotency_key IS NOT NULL;
