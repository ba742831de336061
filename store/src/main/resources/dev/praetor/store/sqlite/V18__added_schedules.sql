-- The schedules that people added to flows have rows of their own, whose "flow" is the id of the schedule: owner is the
-- name of the flow then, author and added tell who added the schedule and when, and revision changes whenever the
-- schedule does. owner is absent for the schedule in the code of a flow, whose id is the name of the flow.
ALTER TABLE schedule_place ADD COLUMN owner TEXT;
ALTER TABLE schedule_place ADD COLUMN author TEXT NOT NULL DEFAULT '';
ALTER TABLE schedule_place ADD COLUMN added BIGINT NOT NULL DEFAULT 0;
ALTER TABLE schedule_place ADD COLUMN revision BIGINT NOT NULL DEFAULT 0;
CREATE INDEX schedule_place_owner ON schedule_place (owner) WHERE owner IS NOT NULL;
CREATE INDEX scheduled_run_of ON scheduled_run (run);
