-- The result, as JSON, that an order gives to a task run.
ALTER TABLE run_order ADD COLUMN value TEXT;
