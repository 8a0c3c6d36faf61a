-- Times are milliseconds since the epoch. Understood by SQLite and PostgreSQL alike, but for the key's type.
CREATE TABLE runs (
  seq ${identity},
  run_id VARCHAR(64) NOT NULL UNIQUE,
  idempotency_key VARCHAR(255) UNIQUE,
  executor TEXT NOT NULL,
  parameters TEXT NOT NULL,
  demand_hostname TEXT,
  demand_project_dir TEXT,
  demand_tags TEXT NOT NULL,
  timeout_millis BIGINT NOT NULL,
  project_dir TEXT,
  type TEXT,
  agent_name TEXT,
  status VARCHAR(16) NOT NULL,
  runner_id VARCHAR(64),
  attempt INTEGER NOT NULL,
  error TEXT,
  output TEXT,
  created_at BIGINT NOT NULL,
  claimed_at BIGINT,
  started_at BIGINT,
  completed_at BIGINT
);
CREATE INDEX runs_by_status ON runs (status, seq);
CREATE INDEX runs_by_runner ON runs (runner_id, status);

CREATE TABLE runners (
  runner_id VARCHAR(64) NOT NULL PRIMARY KEY,
  hostname TEXT NOT NULL,
  project_dir TEXT NOT NULL,
  executor_profile TEXT NOT NULL,
  executors TEXT NOT NULL,
  tags TEXT NOT NULL,
  instance_id TEXT,
  registered_at BIGINT NOT NULL,
  last_seen BIGINT NOT NULL,
  deregistered INTEGER NOT NULL
);

-- Written by the health check, to find out whether the store can be written.
CREATE TABLE health (
  id INTEGER NOT NULL PRIMARY KEY,
  checked_at BIGINT NOT NULL
);
INSERT INTO health (id, checked_at) VALUES (1, 0);
