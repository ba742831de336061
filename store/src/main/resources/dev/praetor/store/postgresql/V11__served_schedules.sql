-- turn is the place of a run among the runs of its flow's schedule. A run that is "alone" starts when all runs
-- with earlier turns have ended.
ALTER TABLE flow_run ADD COLUMN turn BIGINT;
ALTER TABLE flow_run ADD COLUMN alone INTEGER NOT NULL DEFAULT 0;
CREATE INDEX flow_run_turn ON flow_run (flow, turn) WHERE ended IS NULL AND turn IS NOT NULL;

-- turns counts the runs of the schedule. schedule is the schedule of the process that served the flow last, as JSON.
-- pause is why, by whom and since when the schedule is paused, as JSON; absent if it is not.
ALTER TABLE schedule_place ADD COLUMN turns BIGINT NOT NULL DEFAULT 0;
ALTER TABLE schedule_place ADD COLUMN schedule TEXT;
ALTER TABLE schedule_place ADD COLUMN pause TEXT;

-- The instants of schedules that people have left out.
CREATE TABLE skipped_instant (
  flow    TEXT COLLATE "C" NOT NULL,
  instant BIGINT NOT NULL,
  author  TEXT COLLATE "C" NOT NULL,
  why     TEXT COLLATE "C" NOT NULL,
  time    BIGINT NOT NULL,
  PRIMARY KEY (flow, instant)
);
