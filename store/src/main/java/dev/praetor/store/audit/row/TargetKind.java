package dev.praetor.store.audit.row;

import java.util.Optional;

/**
 * The kinds of things that are changed, each with the query for the few facts that changes change.
 * A column whose name ends in {@code _time} is a time, and one in {@code _json} is JSON.
 */
public enum TargetKind {
  /** The server as a whole, or nothing of its own. */
  SERVER,
  /** A run, by its id or the first characters of it. */
  RUN(
      """
      SELECT r.state, r.message, r.pinned AS pinned_time, r.held AS held_json,
        (SELECT o.kind FROM run_order o WHERE o.run = r.id ORDER BY o.made DESC, o.id DESC LIMIT 1)
          AS "order"
      FROM flow_run r WHERE r.id = ?\
      """),
  /** A task run: the id of its run, the node, and the index. */
  TASK_RUN(
      """
      SELECT t.state, t.message,
        (SELECT o.kind FROM run_order o WHERE o.run = r.id ORDER BY o.made DESC, o.id DESC LIMIT 1)
          AS "order"
      FROM flow_run r LEFT JOIN task_run t
        ON t.run = r.id AND t.node = ? AND t.idx = CAST(? AS INTEGER)
      WHERE r.id = ?\
      """),
  /** The results of a run. */
  RESULTS(
      """
      SELECT count(*) AS results FROM task_run
      WHERE run = ? AND (value IS NOT NULL OR blob IS NOT NULL)\
      """),
  /** Runs that a filter matches. */
  RUNS,
  /** A registered flow: its project and name. */
  FLOW(
      """
      SELECT f.current AS version, f.settings AS settings_json, f.archived AS archived_time,
        (SELECT l.n FROM run_limit l WHERE l.scope = 'flow'
          AND l.name = CASE f.project WHEN 'default' THEN f.name ELSE f.project || '/' || f.name END)
          AS "limit"
      FROM registered_flow f WHERE f.project = ? AND f.name = ?\
      """),
  /** The schedules that were added to a flow. */
  SCHEDULES(
      """
      SELECT flow AS id, schedule AS schedule_json FROM schedule_place
      WHERE owner = ? AND schedule IS NOT NULL ORDER BY added, flow LIMIT 100\
      """),
  SCHEDULE(
      """
      SELECT p.schedule AS schedule_json, p.pause AS pause_json,
        (SELECT count(*) FROM skipped_instant s WHERE s.flow = p.flow) AS "leftOut"
      FROM schedule_place p WHERE p.flow = ? AND p.schedule IS NOT NULL\
      """),
  WORKER("SELECT name, draining, ended AS ended_time FROM worker WHERE id = ?"),
  POOL("SELECT paused AS paused_time, why, n AS \"limit\" FROM pool WHERE name = ?"),
  /** A limit: its scope and name. */
  LIMIT("SELECT n, author FROM run_limit WHERE scope = ? AND name = ?"),
  /** The slots of a limited tag that attempts hold. */
  SLOTS("SELECT count(*) AS held FROM tag_slot WHERE tag = ? AND held = 1"),
  /** A key of a program, by its id or name. */
  KEY(
      """
      SELECT name, account AS "user", nullif(role, '') AS role, project, pools AS pools_json,
        expires AS expires_time, revoked AS revoked_time FROM api_key
      WHERE id = ? OR name = ? AND revoked IS NULL\
      """),
  /** A person who uses the server, by the id or name. */
  USER(
      """
      SELECT name, nullif(role, '') AS role, (SELECT string_agg(
          r.project || ' ' || lower(r.role), ', ' ORDER BY r.project)
        FROM account_role r WHERE r.account = a.id) AS projects, service, disabled AS disabled_time,
        (SELECT max(l.created) FROM account_link l WHERE l.account = a.id) AS link_time
      FROM account a WHERE id = ? OR name = ?\
      """),
  PROJECT("SELECT name FROM project WHERE name = ?"),
  /** A secret: its project and name. */
  SECRET(
      """
      SELECT s.name, s.version, s.set_by AS "setBy", (SELECT string_agg(
          CASE g.flow WHEN '' THEN '(all flows)' ELSE g.flow END, ', ' ORDER BY g.flow)
        FROM secret_grant g WHERE g.project = s.project AND g.secret = s.name) AS grants
      FROM secret s WHERE s.project = ? AND s.name = ?\
      """),
  /** The secrets of a project: the key that encrypts them now. */
  SECRETS("SELECT id AS \"key\", master FROM secret_key WHERE project = ? AND is_current = 1"),
  /** A variable: its project and name. */
  VARIABLE(
      """
      SELECT name, value, version, set_by AS "setBy" FROM variable WHERE project = ? AND name = ?\
      """),
  /** Flows that are registered together: their project and names. */
  REGISTRATION(
      """
      SELECT f.name, f.current AS version, v.version AS hash, v.package
      FROM registered_flow f JOIN registered_version v
        ON v.project = f.project AND v.flow = f.name AND v.number = f.current
      WHERE f.project = ? AND f.name IN (%s) ORDER BY f.name\
      """),
  /** A file of a package: its SHA-256. */
  PACKAGE_FILE;

  private final Optional<String> sql;

  TargetKind() {
    this.sql = Optional.empty();
  }

  TargetKind(String sql) {
    this.sql = Optional.of(sql);
  }

  Optional<String> sql() {
    return sql;
  }

  /** Returns whether the facts are those of several things, each with a row. */
  boolean isMany() {
    return this == SCHEDULES || this == REGISTRATION;
  }
}
