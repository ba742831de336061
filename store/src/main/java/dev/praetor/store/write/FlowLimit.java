package dev.praetor.store.write;

import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The limit of a flow, and the number of its runs in progress.
 *
 * @param most the largest number of runs
 * @param used the number of runs in progress
 */
public record FlowLimit(int most, int used) {
  /**
   * Reads the limit of a flow, if it has one. No other process changes it, or starts a run of the
   * flow, until the transaction ends. Whoever reads several limits does so in the order of the
   * names of the flows, so that two processes never wait for each other.
   */
  public static Optional<FlowLimit> locked(Connection connection, String flow) throws SQLException {
    int limits =
        Sql.update(
            connection, "UPDATE run_limit SET n = n WHERE scope = 'flow' AND name = ?", flow);
    if (limits == 0) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT l.n, (SELECT count(*) FROM flow_run WHERE flow = l.name AND "
                + RunConditions.IN_PROGRESS
                + ") FROM run_limit l WHERE l.scope = 'flow' AND l.name = ?")) {
      select.setString(1, flow);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(new FlowLimit(row.getInt(1), row.getInt(2)))
            : Optional.empty();
      }
    }
  }

  /** Returns the number of further runs that may start; at most 0 if the limit is reached. */
  public int free() {
    return most - used;
  }
}
