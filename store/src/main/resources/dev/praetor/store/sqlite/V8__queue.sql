-- Runs that wait for their time, or for a process or a limit: state Scheduled or Queued, owner ''.
-- Of equal priority, the run that is due first starts first. entry_key is the caller's key: a second run is not made for it.
-- restart_from says from where a restart runs again.
-- held is why and by whom a waiting run is held back, as a JSON object.
ALTER TABLE flow_run ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
ALTER TABLE flow_run ADD COLUMN entry_key TEXT;
ALTER TABLE flow_run ADD COLUMN labels TEXT;
ALTER TABLE flow_run ADD COLUMN held TEXT;
ALTER TABLE flow_run ADD COLUMN restart_from TEXT;
CREATE UNIQUE INDEX flow_run_entry_key ON flow_run (flow, entry_key) WHERE entry_key IS NOT NULL;
CREATE INDEX flow_run_waiting ON flow_run (flow, priority DESC, scheduled, created, id)
  WHERE state IN ('Scheduled', 'Queued');
CREATE INDEX flow_run_open ON flow_run (flow) WHERE ended IS NULL;

CREATE TABLE run_label (
  name  TEXT NOT NULL,
  value TEXT NOT NULL,
  run   TEXT NOT NULL,
  PRIMARY KEY (name, value, run)
) WITHOUT ROWID;
CREATE INDEX run_label_of ON run_label (run);

-- The largest number of runs of a flow, or of attempts with a tag, at the same time. scope is 'flow' or 'tag'.
CREATE TABLE run_limit (
  scope  TEXT NOT NULL,
  name   TEXT NOT NULL,
  n      INTEGER NOT NULL,
  author TEXT NOT NULL,
  time   BIGINT NOT NULL,
  PRIMARY KEY (scope, name)
) WITHOUT ROWID;

-- The flows whose code a process has, so that it can start their waiting runs. It starts at most "slots" runs at once.
CREATE TABLE served_flow (
  process TEXT NOT NULL,
  flow    TEXT NOT NULL,
  version TEXT NOT NULL,
  slots   INTEGER NOT NULL,
  PRIMARY KEY (flow, process)
) WITHOUT ROWID;
