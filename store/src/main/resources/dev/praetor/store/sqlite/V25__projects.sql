-- The projects beside the default one. The key of a flow, which is what every column with a flow has, is project/name,
-- and the name alone in the default project. A key with a project opens things of that project only.
CREATE TABLE project (
  name       TEXT NOT NULL PRIMARY KEY,
  created    BIGINT NOT NULL,
  created_by TEXT NOT NULL
);
ALTER TABLE api_key ADD COLUMN project TEXT;
