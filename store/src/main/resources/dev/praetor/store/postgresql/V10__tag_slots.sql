-- The attempts that hold slots of limited tags (held is 1) or wait for them (0): one row a tag. A ticket is the
-- request of one attempt, numbered by its process; place is its position among all requests of the tag. A row counts
-- while its process is alive and its run has not ended and has this epoch.
CREATE TABLE tag_slot (
  tag     TEXT COLLATE "C" NOT NULL,
  process TEXT COLLATE "C" NOT NULL,
  ticket  BIGINT NOT NULL,
  place   BIGINT NOT NULL,
  held    INTEGER NOT NULL,
  run     TEXT COLLATE "C" NOT NULL,
  epoch   INTEGER NOT NULL,
  node    TEXT COLLATE "C" NOT NULL,
  idx     INTEGER NOT NULL,
  PRIMARY KEY (process, ticket, tag)
);
CREATE INDEX tag_slot_order ON tag_slot (tag, held, place);
CREATE INDEX tag_slot_of_run ON tag_slot (run);
