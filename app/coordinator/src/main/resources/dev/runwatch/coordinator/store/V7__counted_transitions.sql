-- The number of the last transition whose counts are kept outside of the process.
ALTER TABLE store_counters ADD COLUMN counted BIGINT NOT NULL DEFAULT 0;
UPDATE store_counters SET counted = transitions;
