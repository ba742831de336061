-- The number of earlier owners of a run that died, rather than handed it over. A run that was given up because of that
-- is Crashed and has no owner, although it began: a person may resume it.
ALTER TABLE flow_run ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;

-- 1 if the process has closed the store itself.
ALTER TABLE process ADD COLUMN closed INTEGER NOT NULL DEFAULT 0;
