package dev.praetor.store.queue;

import dev.praetor.store.write.FlowLimit;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
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
    for (Map.Entry<String, Integer> flow : room.free.entrySet()) {
      Optional<FlowLimit> limit = FlowLimit.locked(connection, flow.getKey());
      flow.setValue(limit.map(FlowLimit::free).orElse(Integer.MAX_VALUE));
    }
    return room;
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
