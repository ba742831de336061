-- What is kept besides runs. An entry without "until" never grows too old.
CREATE TABLE cache_entry (
  key      TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  scope    TEXT NOT NULL,
  inputs   TEXT NOT NULL,
  value    TEXT NOT NULL,
  made     BIGINT NOT NULL,
  until    BIGINT,
  run      TEXT COLLATE "C" NOT NULL,
  task_run TEXT COLLATE "C" NOT NULL
);
CREATE INDEX cache_entry_latest ON cache_entry (scope, made DESC);
CREATE INDEX cache_entry_oldest ON cache_entry (made);
CREATE INDEX cache_entry_until ON cache_entry (until) WHERE until IS NOT NULL;

-- Who computes a result that only one may compute. A beat that stands still is that of a dead owner.
CREATE TABLE cache_claim (
  key   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  owner TEXT NOT NULL,
  beat  BIGINT NOT NULL
);

-- The id grows with time: the microsecond at which the line came, or the next free one.
CREATE TABLE log (
  run     TEXT COLLATE "C" NOT NULL,
  id      BIGINT NOT NULL,
  node    TEXT NOT NULL,
  idx     INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  time    BIGINT NOT NULL,
  level   TEXT NOT NULL,
  logger  TEXT NOT NULL,
  text    TEXT NOT NULL,
  PRIMARY KEY (run, id)
);

CREATE TABLE run_order (
  id     TEXT NOT NULL PRIMARY KEY,
  run    TEXT COLLATE "C" NOT NULL,
  made   BIGINT NOT NULL,
  kind   TEXT NOT NULL,
  task   TEXT NOT NULL,
  why    TEXT NOT NULL,
  author TEXT NOT NULL
);

-- When something that is to be done now and then was done last.
CREATE TABLE upkeep (
  what TEXT NOT NULL PRIMARY KEY,
  done BIGINT NOT NULL
);
