-- Whose store this is: one row, written by the first coordinator that opens the store.
CREATE TABLE store_header (
  id INTEGER NOT NULL PRIMARY KEY,
  environment VARCHAR(64) NOT NULL,
  role VARCHAR(16) NOT NULL
);
