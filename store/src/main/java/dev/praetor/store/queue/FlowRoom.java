package dev.praetor.store.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The number of further runs of each limited flow that may start. Used in one transaction. */
final class FlowRoom {
  private final Map<String, Integer> free = new TreeMap<>();

  private FlowRoom() {}

  /** Reads the room of flows, whose limits stay as they are until the transaction ends. */
  static FlowRoom locked(Connection connection, Set<String> flows) throws SQLException {
    FlowRoom room = new FlowRoom();
    try (PreparedStatement limits =
            connection.prepareStatement(
                "SELECT name FROM run_limit WHERE scope = 'flow' ORDER BY name");
        ResultSet row = limits.executeQuery()) {
      while (row.next()) {
        if (flows.contains(row.getString(1))) {
          room.free.put(row.getString(1), 0);
        }
      }
    }
    // In the order of their names, so that two processes never wait for each other.
    for (Map.Entry<String, Integer> flow : room.free.entrySet()) {
      flow.setValue(free(connection, flow.getKey()));
    }
    return room;
  }

  private static int free(Connection connection, String flow) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement(
            "UPDATE run_limit SET n = n WHERE scope = 'flow' AND name = ?")) {
      lock.setString(1, flow);
      if (lock.executeUpdate() == 0) {
        return Integer.MAX_VALUE;
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT l.n - (SELECT count(*) FROM flow_run r WHERE r.flow = l.name
              AND r.ended IS NULL AND r.parent IS NULL AND r.state NOT IN ('Scheduled', 'Queued'))
            FROM run_limit l WHERE l.scope = 'flow' AND l.name = ?
            """)) {
      select.setString(1, flow);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : Integer.MAX_VALUE;
      }
    }
  }

  boolean isFull(String flow) {
    return free.getOrDefault(flow, 1) <= 0;
  }

  /** Returns the flows of which no further run may start. */
  Set<String> full() {
    return free.entrySet().stream()
        .filter(flow -> flow.getValue() <= 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  void take(String flow) {
    free.computeIfPresent(flow, (_, left) -> left - 1);
  }
}
