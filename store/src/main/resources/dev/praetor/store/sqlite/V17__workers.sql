-- The workers that may start a run: those of its pool with all labels in needs, each between two bars. isolated is 1
-- if the run gets a process of its own.
ALTER TABLE flow_run ADD COLUMN pool TEXT NOT NULL DEFAULT 'default';
ALTER TABLE flow_run ADD COLUMN needs TEXT NOT NULL DEFAULT '';
ALTER TABLE flow_run ADD COLUMN isolated INTEGER NOT NULL DEFAULT 0;
CREATE INDEX flow_run_in_pool ON flow_run (pool, owner)
  WHERE ended IS NULL AND parent IS NULL AND state NOT IN ('Scheduled', 'Queued') AND code IS NOT NULL;

-- The workers. boot, space and ticks identify the process on its machine, heartbeat is read from the clock of the
-- database. pools, labels, runners and log are JSON. draining is 1 if the worker starts nothing more.
CREATE TABLE worker (
  id        TEXT NOT NULL PRIMARY KEY,
  name      TEXT NOT NULL,
  draining  INTEGER NOT NULL DEFAULT 0,
  pools     TEXT NOT NULL,
  labels    TEXT NOT NULL,
  slots     INTEGER NOT NULL,
  version   TEXT NOT NULL,
  host      TEXT NOT NULL,
  pid       BIGINT NOT NULL,
  boot      TEXT NOT NULL,
  space     TEXT NOT NULL,
  ticks     BIGINT NOT NULL,
  started   BIGINT NOT NULL,
  heartbeat BIGINT NOT NULL,
  ended     BIGINT,
  runners   TEXT NOT NULL DEFAULT '[]',
  log       TEXT NOT NULL DEFAULT '[]'
);
CREATE UNIQUE INDEX worker_live ON worker (name) WHERE ended IS NULL;

-- The workers of the processes that own runs. death is how the process ended, in words.
CREATE TABLE runner (
  process TEXT NOT NULL PRIMARY KEY,
  worker  TEXT NOT NULL,
  pid     BIGINT NOT NULL,
  death   TEXT
);
CREATE INDEX runner_of_worker ON runner (worker, pid);

-- What people set on pools. paused is the time since when the pool is paused; n is the largest number of runs at the same
-- time over all its workers.
CREATE TABLE pool (
  name      TEXT NOT NULL PRIMARY KEY,
  paused    BIGINT,
  paused_by TEXT NOT NULL DEFAULT '',
  why       TEXT NOT NULL DEFAULT '',
  n         INTEGER
);
