package dev.praetor.store.queue;

import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.model.OwnerLife;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads the processes that are alive and serve a flow. Thread-safe. */
record FlowServers(QueryRunner query) {
  /**
   * A process that serves a flow.
   *
   * @param version the hash of the flow's description there
   * @param isFull true if it runs as many runs as it may
   */
  record Server(String name, String version, boolean isFull) {}

  List<Server> of(String flow) {
    return query
        .all(
            "SELECT "
                + ProcessRow.COLUMNS
                + ", s.version, s.slots, (SELECT count(*) FROM flow_run r WHERE r.owner = s.process AND "
                + RunConditions.IN_PROGRESS
                + ") AS used FROM served_flow s JOIN process p ON p.id = s.process WHERE s.flow = ?",
            List.of(flow),
            FlowServers::server)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Server> server(ResultSet row) throws SQLException {
    OwnerLife life = ProcessRow.life(row);
    return life == OwnerLife.ENDED || life == OwnerLife.SILENT
        ? Optional.empty()
        : Optional.of(
            new Server(
                row.getString("p_name"),
                row.getString("version"),
                row.getInt("used") >= row.getInt("slots")));
  }
}
