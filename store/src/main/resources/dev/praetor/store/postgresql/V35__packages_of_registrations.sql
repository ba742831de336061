-- What a registration says of its package beside the hashes of its files: projects may register the same files with
-- other words. file_names is a list of JSON in the order of the files; absent where those of the package are meant.
ALTER TABLE registered_version ADD COLUMN kind TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE registered_version ADD COLUMN release INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registered_version ADD COLUMN file_names TEXT COLLATE "C";
UPDATE registered_version SET
  kind = (SELECT p.kind FROM package p WHERE p.sha256 = registered_version.package),
  release = (SELECT p.release FROM package p WHERE p.sha256 = registered_version.package)
WHERE EXISTS (SELECT 1 FROM package p WHERE p.sha256 = registered_version.package);
