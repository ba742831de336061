-- Times are microseconds since 1970, ids the text of UUIDs. A row holds what its sequence says and nothing older.
CREATE TABLE flow_version (
  hash TEXT NOT NULL PRIMARY KEY,
  flow TEXT NOT NULL,
  spec TEXT NOT NULL
);

CREATE TABLE flow_run (
  id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  flow       TEXT COLLATE "C" NOT NULL,
  version    TEXT,
  name       TEXT NOT NULL,
  parameters TEXT NOT NULL,
  parent     TEXT,
  parent_task TEXT,
  restart_of TEXT,
  origin     TEXT,
  epoch      INTEGER NOT NULL DEFAULT 0,
  owner      TEXT,
  created    BIGINT NOT NULL,
  scheduled  BIGINT NOT NULL,
  started    BIGINT,
  ended      BIGINT,
  state      TEXT NOT NULL,
  message    TEXT NOT NULL,
  history    TEXT NOT NULL,
  sequence   BIGINT NOT NULL
);
CREATE INDEX flow_run_newest ON flow_run (created DESC, id DESC);
CREATE INDEX flow_run_of_flow ON flow_run (flow, created DESC, id DESC);
CREATE INDEX flow_run_in_state ON flow_run (state, created DESC, id DESC);

CREATE TABLE task_run (
  run      TEXT COLLATE "C" NOT NULL,
  node     TEXT COLLATE "C" NOT NULL,
  idx      INTEGER NOT NULL,
  state    TEXT NOT NULL,
  message  TEXT NOT NULL,
  label    TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  started  BIGINT,
  ended    BIGINT,
  history  TEXT NOT NULL,
  value    TEXT,
  note     TEXT,
  failure  TEXT,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (run, node, idx)
);
CREATE INDEX task_run_unsuccessful ON task_run (run, node, idx)
  WHERE state IN ('Failed', 'TimedOut', 'TriggerFailed', 'Crashed');

CREATE TABLE map_counts (
  run      TEXT COLLATE "C" NOT NULL,
  node     TEXT COLLATE "C" NOT NULL,
  state    TEXT NOT NULL,
  n        INTEGER NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (run, node, state)
);

CREATE TABLE run_order (
  id   TEXT NOT NULL PRIMARY KEY,
  run  TEXT NOT NULL,
  body TEXT NOT NULL
);
