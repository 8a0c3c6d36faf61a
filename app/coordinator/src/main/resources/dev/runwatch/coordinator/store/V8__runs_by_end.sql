-- The runs that ended in the last minutes are counted by their status, from this index alone.
DROP INDEX runs_by_end;
CREATE INDEX runs_by_end_and_status ON runs (completed_at, status) WHERE completed_at IS NOT NULL;
