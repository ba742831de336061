-- A name is that of one key at a time, in each project and on the whole server.
DROP INDEX api_key_name;
CREATE UNIQUE INDEX api_key_name ON api_key (name, coalesce(project, '')) WHERE revoked IS NULL;
