-- The changes that callers of a server made, and what was refused to them: a chain, in which hash covers all other columns
-- of the row and the hash of the row before. audit_head is the last row, once there is one. Rows are only ever added.
CREATE TABLE audit (
  sequence    BIGINT NOT NULL PRIMARY KEY,
  id          TEXT COLLATE "C" NOT NULL,
  request     TEXT COLLATE "C" NOT NULL,
  time        BIGINT NOT NULL,
  actor       TEXT COLLATE "C" NOT NULL,
  actor_kind  TEXT COLLATE "C" NOT NULL,
  address     TEXT COLLATE "C" NOT NULL,
  action      TEXT COLLATE "C" NOT NULL,
  project     TEXT COLLATE "C",
  target_kind TEXT COLLATE "C" NOT NULL,
  target      TEXT COLLATE "C" NOT NULL,
  arguments   TEXT COLLATE "C" NOT NULL,
  was         TEXT COLLATE "C",
  became      TEXT COLLATE "C",
  outcome     TEXT COLLATE "C" NOT NULL,
  code        TEXT COLLATE "C",
  message     TEXT COLLATE "C" NOT NULL,
  hash        TEXT COLLATE "C" NOT NULL
);
CREATE INDEX audit_newest ON audit (time, sequence);
CREATE INDEX audit_of_actor ON audit (actor, time, sequence);
CREATE INDEX audit_of_target ON audit (target, time, sequence);

CREATE TABLE audit_head (
  one      INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  sequence BIGINT NOT NULL,
  hash     TEXT COLLATE "C" NOT NULL
);
