package dev.praetor.store.audit.row;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A row of the audit log.
 *
 * @param sequence its number, counted from 1 without gaps
 * @param time the time at which it was written
 * @param hash the SHA-256 of the rest of the row and of the hash of the row before, in hexadecimal
 */
public record AuditRow(
    long sequence, Instant time, Origin origin, Act act, AuditOutcome outcome, String hash) {
  /**
   * The sender of the request.
   *
   * @param id the id of the row, which it has from its beginning
   * @param request the id of the request, which all its rows have
   * @param address the address of the connection; may be empty
   */
  public record Origin(String id, String request, Actor actor, String address) {}

  /**
   * The act: something that was done, or refused.
   *
   * @param target the name of the target; may be empty
   * @param arguments what it was done with, as JSON without secrets
   * @param was what the target was, as JSON; absent if there was none
   * @param became what the target became, as JSON; absent if there is none
   */
  public record Act(
      String action,
      Optional<String> project,
      TargetKind kind,
      String target,
      String arguments,
      Optional<String> was,
      Optional<String> became) {}

  /** Reads a row. */
  public static AuditRow read(ResultSet row) throws SQLException {
    return new AuditRow(
        row.getLong("sequence"),
        Micros.of(row.getLong("time")),
        new Origin(
            row.getString("id"),
            row.getString("request"),
            new Actor(row.getString("actor"), Actor.Kind.valueOf(row.getString("actor_kind"))),
            row.getString("address")),
        new Act(
            row.getString("action"),
            QueryRunner.text(row, "project"),
            TargetKind.valueOf(row.getString("target_kind")),
            row.getString("target"),
            row.getString("arguments"),
            QueryRunner.text(row, "was"),
            QueryRunner.text(row, "became")),
        new AuditOutcome(
            AuditOutcome.Kind.valueOf(row.getString("outcome")),
            QueryRunner.text(row, "code"),
            row.getString("message")),
        row.getString("hash"));
  }
}
