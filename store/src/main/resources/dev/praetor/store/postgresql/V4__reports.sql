-- What task runs publish for people while they run: artifacts by name, and how far they are.
CREATE TABLE artifact (
  run     TEXT COLLATE "C" NOT NULL,
  node    TEXT NOT NULL,
  idx     INTEGER NOT NULL,
  name    TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  time    BIGINT NOT NULL,
  size    BIGINT NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (run, node, idx, name)
);

CREATE TABLE progress (
  run     TEXT COLLATE "C" NOT NULL,
  node    TEXT NOT NULL,
  idx     INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  time    BIGINT NOT NULL,
  part    DOUBLE PRECISION NOT NULL,
  message TEXT NOT NULL,
  PRIMARY KEY (run, node, idx)
);

CREATE INDEX task_run_open ON task_run (run, node, idx)
  WHERE state IN ('Running', 'Queued', 'Retrying', 'Scheduled', 'Paused');
