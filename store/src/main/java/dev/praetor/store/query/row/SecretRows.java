package dev.praetor.store.query.row;

import dev.praetor.store.db.Micros;
import dev.praetor.store.secret.StoredSecret;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads the rows of secrets, without their values, and with their last uses. */
public final class SecretRows {
  public static final String COLUMNS =
      "t0.project, t0.name, t0.version, t0.created, t0.time, t0.set_by, "
          + lastUse("run")
          + ", "
          + lastUse("flow")
          + ", "
          + lastUse("first")
          + ", "
          + lastUse("last")
          + ", "
          + lastUse("reads");

  private SecretRows() {}

  /** Returns a column of the last read since the secret was created. */
  private static String lastUse(String column) {
    return """
    (SELECT u.%1$s FROM secret_use u WHERE u.project = t0.project AND u.secret = t0.name
      AND u.last >= t0.created ORDER BY u.last DESC, u.run LIMIT 1) AS use_%1$s\
    """
        .formatted(column);
  }

  public static StoredSecret read(ResultSet row) throws SQLException {
    return new StoredSecret(
        row.getString("project"),
        row.getString("name"),
        row.getInt("version"),
        Micros.of(row.getLong("created")),
        Micros.of(row.getLong("time")),
        row.getString("set_by"),
        lastUse(row),
        List.of());
  }

  private static Optional<StoredSecret.Use> lastUse(ResultSet row) throws SQLException {
    String run = row.getString("use_run");
    return run == null
        ? Optional.empty()
        : Optional.of(
            new StoredSecret.Use(
                run,
                row.getString("use_flow"),
                Micros.of(row.getLong("use_first")),
                Micros.of(row.getLong("use_last")),
                row.getLong("use_reads")));
  }
}
