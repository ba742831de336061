-- A run that waits for a worker of another pool is not looked at.
DROP INDEX flow_run_waiting;
CREATE INDEX flow_run_waiting ON flow_run (flow, pool, priority DESC, scheduled, created, id)
  WHERE state IN ('Scheduled', 'Queued');
DROP INDEX flow_run_of_code;
CREATE INDEX flow_run_of_code ON flow_run (code, pool, isolated) WHERE ended IS NULL AND code IS NOT NULL;
