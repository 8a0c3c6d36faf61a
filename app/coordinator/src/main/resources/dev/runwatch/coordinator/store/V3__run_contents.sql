-- What can be large has a table of its own: a scan of the queue reads none of it.
CREATE TABLE run_contents (
  seq ${key} NOT NULL PRIMARY KEY,
  parameters TEXT NOT NULL,
  output TEXT
);
INSERT INTO run_contents (seq, parameters, output) SELECT seq, parameters, output FROM runs;
ALTER TABLE runs DROP COLUMN parameters;
ALTER TABLE runs DROP COLUMN output;
