-- A pinned run is kept by retention and pruning: pinned is since when, pinned_by who pinned it.
ALTER TABLE flow_run ADD COLUMN pinned BIGINT;
ALTER TABLE flow_run ADD COLUMN pinned_by TEXT COLLATE "C" NOT NULL DEFAULT '';
