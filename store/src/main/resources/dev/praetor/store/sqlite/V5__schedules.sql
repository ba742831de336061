-- The runs that processes made at the times of a schedule. Each clock of a flow makes one run an instant.
-- clock identifies the parameters of the clock; taken is the time at which a process took the instant.
CREATE TABLE scheduled_run (
  flow    TEXT NOT NULL,
  clock   TEXT NOT NULL,
  instant BIGINT NOT NULL,
  run     TEXT NOT NULL,
  taken   BIGINT NOT NULL,
  PRIMARY KEY (flow, clock, instant)
);

-- The last instant of each flow that a process handled, whether or not it made a run.
CREATE TABLE schedule_place (
  flow    TEXT NOT NULL PRIMARY KEY,
  handled BIGINT NOT NULL
);
