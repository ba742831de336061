-- The user in "origin", by whom runs are found; unknown where a character is escaped by its number, because JSON may
-- contain characters that no text of the database can.
ALTER TABLE flow_run ADD COLUMN created_by TEXT COLLATE "C" NOT NULL DEFAULT '';
UPDATE flow_run SET created_by =
  coalesce(substring(origin FROM '"user":("(?:[^"\\]|\\[^u])*")')::jsonb #>> '{}', '');

-- When the version was recorded; for an older one, when its oldest run was created.
ALTER TABLE flow_version ADD COLUMN created BIGINT NOT NULL DEFAULT 0;
UPDATE flow_version SET created =
  coalesce((SELECT min(r.created) FROM flow_run r WHERE r.version = flow_version.hash), 0);

-- An index helps a join only if both sides have its collation.
ALTER TABLE flow_version ALTER COLUMN hash TYPE TEXT COLLATE "C";
ALTER TABLE flow_version ALTER COLUMN flow TYPE TEXT COLLATE "C";
ALTER TABLE flow_run ALTER COLUMN version TYPE TEXT COLLATE "C";
ALTER TABLE flow_run ALTER COLUMN parent TYPE TEXT COLLATE "C";
ALTER TABLE flow_run ALTER COLUMN parent_task TYPE TEXT COLLATE "C";
ALTER TABLE flow_run ALTER COLUMN restart_of TYPE TEXT COLLATE "C";

CREATE INDEX flow_version_of_flow ON flow_version (flow, created DESC, hash DESC);
CREATE INDEX flow_run_of_version ON flow_run (version, created DESC, id DESC);
CREATE INDEX flow_run_restarts ON flow_run (restart_of) WHERE restart_of IS NOT NULL;
CREATE INDEX flow_run_by ON flow_run (created_by, created DESC, id DESC);
CREATE INDEX flow_run_unsuccessful ON flow_run (flow, created DESC, id DESC)
  WHERE state IN ('Failed', 'TimedOut', 'TriggerFailed', 'Crashed');
CREATE INDEX log_severe ON log (run, id) WHERE level IN ('WARN', 'ERROR');
