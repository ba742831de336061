-- What happens beside the states of runs and task runs: see EventKind. The things that an event is about may be deleted
-- before it. In tag_slot, held may also be 2: a person took the slot from its attempt, which goes on uncounted.
CREATE TABLE event (
  id       TEXT NOT NULL PRIMARY KEY,
  time     BIGINT NOT NULL,
  kind     TEXT NOT NULL,
  project  TEXT,
  flow     TEXT,
  run      TEXT,
  schedule TEXT,
  worker   TEXT,
  pool     TEXT,
  actor    TEXT NOT NULL,
  text     TEXT NOT NULL,
  data     TEXT NOT NULL
);
CREATE INDEX event_newest ON event (time, id);
CREATE INDEX event_of_kind ON event (kind, time, id);
CREATE INDEX event_of_flow ON event (flow, time, id) WHERE flow IS NOT NULL;
CREATE INDEX event_of_run ON event (run, time, id) WHERE run IS NOT NULL;
