-- The elements that the children of a mapped node were made from: the hash of each, in the order of the children.
CREATE TABLE map_elements (
  run    TEXT NOT NULL,
  node   TEXT NOT NULL,
  hashes TEXT NOT NULL,
  PRIMARY KEY (run, node)
);

-- Cached results are deleted with the run that made them.
CREATE INDEX cache_entry_run ON cache_entry (run);
