-- What was counted of transitions: up to which, what of it belongs to steps that are not published
-- yet, and what is being published. Changed together, so that each transition is counted once.
CREATE TABLE counted_steps (
  id INTEGER NOT NULL PRIMARY KEY,
  source VARCHAR(64) NOT NULL,
  up_to BIGINT NOT NULL,
  unpublished TEXT NOT NULL,
  publications BIGINT NOT NULL,
  publishing_after BIGINT,
  publishing TEXT
);
INSERT INTO counted_steps (id, source, up_to, unpublished, publications)
  SELECT 1, '', counted, '{}', 0 FROM store_counters WHERE id = 1;
ALTER TABLE store_counters DROP COLUMN counted;
