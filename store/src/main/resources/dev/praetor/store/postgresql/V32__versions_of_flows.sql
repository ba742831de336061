-- The flows, by their keys, that have had each version, and since when: flows of several projects may have the same one,
-- and none of these projects hears of the others.
CREATE TABLE version_of_flow (
  version TEXT COLLATE "C" NOT NULL,
  flow    TEXT COLLATE "C" NOT NULL,
  created BIGINT NOT NULL,
  PRIMARY KEY (version, flow)
);
CREATE INDEX version_of_flow_flow ON version_of_flow (flow);
INSERT INTO version_of_flow (version, flow, created)
SELECT known.version, known.flow, min(known.created) FROM (
  SELECT hash AS version, flow, created FROM flow_version
  UNION ALL
  SELECT version, CASE project WHEN 'default' THEN flow ELSE project || '/' || flow END, created FROM registered_version
  UNION ALL
  SELECT version, flow, min(created) FROM flow_run WHERE version IS NOT NULL GROUP BY version, flow) known
GROUP BY known.version, known.flow;
