-- The name of the token that registered the runner; null where there were no tokens.
ALTER TABLE runners ADD COLUMN owner VARCHAR(64);
