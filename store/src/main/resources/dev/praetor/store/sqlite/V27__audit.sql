-- The changes that callers of a server made, and what was refused to them: a chain, in which hash covers all other columns
-- of the row and the hash of the row before. audit_head is the last row, once there is one. Rows are only ever added.
CREATE TABLE audit (
  sequence    BIGINT NOT NULL PRIMARY KEY,
  id          TEXT NOT NULL,
  request     TEXT NOT NULL,
  time        BIGINT NOT NULL,
  actor       TEXT NOT NULL,
  actor_kind  TEXT NOT NULL,
  address     TEXT NOT NULL,
  action      TEXT NOT NULL,
  project     TEXT,
  target_kind TEXT NOT NULL,
  target      TEXT NOT NULL,
  arguments   TEXT NOT NULL,
  was         TEXT,
  became      TEXT,
  outcome     TEXT NOT NULL,
  code        TEXT,
  message     TEXT NOT NULL,
  hash        TEXT NOT NULL
);
CREATE INDEX audit_newest ON audit (time, sequence);
CREATE INDEX audit_of_actor ON audit (actor, time, sequence);
CREATE INDEX audit_of_target ON audit (target, time, sequence);

CREATE TABLE audit_head (
  one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  sequence BIGINT NOT NULL,
  hash     TEXT NOT NULL
);
