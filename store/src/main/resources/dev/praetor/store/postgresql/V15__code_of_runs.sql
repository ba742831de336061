-- code is the SHA-256 of the registered package with the code of the run; absent for a run of other code.
ALTER TABLE flow_run ADD COLUMN code TEXT COLLATE "C";
CREATE INDEX flow_run_of_code ON flow_run (code) WHERE ended IS NULL AND code IS NOT NULL;
