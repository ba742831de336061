-- The number of the session at a server in which a process without a database is written for; 0 for
-- a process that writes itself. Only the last session may write.
ALTER TABLE process ADD COLUMN session BIGINT NOT NULL DEFAULT 0;
