-- boot, space and ticks identify a process on its machine. beats counts its heartbeats; uptime is the
-- monotonic clock of that boot at the last heartbeat, in microseconds.
ALTER TABLE process ADD COLUMN boot TEXT NOT NULL DEFAULT '';
ALTER TABLE process ADD COLUMN space TEXT NOT NULL DEFAULT '';
ALTER TABLE process ADD COLUMN ticks BIGINT NOT NULL DEFAULT 0;
ALTER TABLE process ADD COLUMN beats BIGINT NOT NULL DEFAULT 0;
ALTER TABLE process ADD COLUMN uptime BIGINT NOT NULL DEFAULT 0;

-- The reason for which an order is not obeyed; absent while the order is open.
ALTER TABLE run_order ADD COLUMN answer TEXT;

-- The number of the oldest states of a task run that are not in its row but in task_history.
ALTER TABLE task_run ADD COLUMN earlier INTEGER;

-- Parts of long histories, each written once.
CREATE TABLE task_history (
  run    TEXT NOT NULL,
  node   TEXT NOT NULL,
  idx    INTEGER NOT NULL,
  part   INTEGER NOT NULL,
  states TEXT NOT NULL,
  PRIMARY KEY (run, node, idx, part)
) WITHOUT ROWID;
