-- The runs of the last minutes are counted each minute.
CREATE INDEX runs_by_end ON runs (completed_at, status);
