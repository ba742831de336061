-- Times are microseconds since 1970, ids the text of UUIDs. A row holds what its sequence says and nothing older.
CREATE TABLE flow_version (
  hash TEXT NOT NULL PRIMARY KEY,
  flow TEXT NOT NULL,
  spec TEXT NOT NULL
);

-- One row for each time a store was opened and written to. A process lives until it has ended or its beat stops.
CREATE TABLE process (
  id      TEXT NOT NULL PRIMARY KEY,
  name    TEXT NOT NULL,
  host    TEXT NOT NULL,
  pid     BIGINT NOT NULL,
  started BIGINT NOT NULL,
  beat    BIGINT NOT NULL,
  ended   BIGINT
);

-- owner is the process that may write to the run, epoch counts its owners.
CREATE TABLE flow_run (
  id         TEXT NOT NULL PRIMARY KEY,
  flow       TEXT NOT NULL,
  version    TEXT,
  name       TEXT NOT NULL,
  parameters TEXT NOT NULL,
  origin     TEXT NOT NULL,
  parent     TEXT,
  parent_task TEXT,
  restart_of TEXT,
  owner      TEXT NOT NULL,
  epoch      INTEGER NOT NULL,
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
CREATE INDEX flow_run_within ON flow_run (parent, parent_task) WHERE parent IS NOT NULL;

-- history is absent where the times tell it, label where it is the index or the node's name.
-- A value of some size is not in its row: blob is its hash, size its length in bytes.
CREATE TABLE task_run (
  run       TEXT NOT NULL,
  node      TEXT NOT NULL,
  idx       INTEGER NOT NULL,
  state     TEXT NOT NULL,
  message   TEXT NOT NULL DEFAULT '',
  label     TEXT,
  attempts  INTEGER NOT NULL,
  created   BIGINT NOT NULL,
  started   BIGINT,
  ended     BIGINT,
  history   TEXT,
  value     TEXT,
  blob      TEXT,
  size      BIGINT,
  note      TEXT,
  failure   TEXT,
  loop      TEXT,
  loop_blob TEXT,
  sequence  BIGINT NOT NULL,
  PRIMARY KEY (run, node, idx)
) WITHOUT ROWID;
CREATE INDEX task_run_unsuccessful ON task_run (run, node, idx)
  WHERE state IN ('Failed', 'TimedOut', 'TriggerFailed', 'Crashed');
CREATE INDEX task_run_blob ON task_run (blob) WHERE blob IS NOT NULL;
CREATE INDEX task_run_loop_blob ON task_run (loop_blob) WHERE loop_blob IS NOT NULL;

CREATE TABLE map_counts (
  run      TEXT NOT NULL,
  node     TEXT NOT NULL,
  state    TEXT NOT NULL,
  n        INTEGER NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (run, node, state)
) WITHOUT ROWID;
