-- An event about a run belongs to the project of the run, also if it names no flow.
UPDATE event SET project = (
  SELECT CASE WHEN r.flow LIKE '%/%' THEN substr(r.flow, 1, length(r.flow) - length(
    ltrim(r.flow, 'abcdefghijklmnopqrstuvwxyz0123456789_-'))) ELSE 'default' END
  FROM flow_run r WHERE r.id = event.run)
WHERE project IS NULL AND run IS NOT NULL;

-- The newest events of a project are looked for at each change that its streams are told.
CREATE INDEX event_of_project ON event (project, time, id) WHERE project IS NOT NULL;
