-- Ended runs by the time of their end, so that the oldest ones are found without a scan.
CREATE INDEX runs_by_end ON runs (completed_at) WHERE completed_at IS NOT NULL;
