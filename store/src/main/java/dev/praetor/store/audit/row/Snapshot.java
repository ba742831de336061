package dev.praetor.store.audit.row;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a target is, in the transaction that changes it. */
final class Snapshot {
  private static final int LONGEST = 2_000;
  private static final int WHOLE_RUN_ID = 36;

  /** The largest number of flows of a registration of which the facts are read. */
  private static final int MOST_FLOWS = 50;

  private static final String TIME = "_time";
  private static final String JSON_TEXT = "_json";
  private static final JsonMapper JSON = JsonMapper.shared();

  private Snapshot() {}

  /** Returns the target with the id by which its row stays the same while it is changed. */
  static AuditTarget resolved(Connection connection, AuditTarget target) throws SQLException {
    if (target.key().isEmpty()) {
      return target;
    }
    String first = target.key().getFirst();
    return switch (target.kind()) {
      case RUN, TASK_RUN, RESULTS -> {
        List<String> ids =
            first.length() >= WHOLE_RUN_ID
                ? List.of()
                : texts(
                    connection,
                    "SELECT id FROM flow_run WHERE id >= ? AND id < ? LIMIT 2",
                    List.of(first, first + "~"));
        yield ids.size() == 1 ? withFirst(target, ids.getFirst()) : target;
      }
      case KEY -> {
        List<String> ids =
            texts(
                connection,
                "SELECT id FROM api_key WHERE name = ? AND revoked IS NULL",
                List.of(first));
        yield ids.size() == 1 ? target.withKey(List.of(ids.getFirst())) : target;
      }
      default -> target;
    };
  }

  private static AuditTarget withFirst(AuditTarget target, String first) {
    List<String> key = new ArrayList<>(target.key());
    key.set(0, first);
    return target.withKey(key);
  }

  private static List<String> texts(Connection connection, String sql, List<String> bound)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      bind(select, bound);
      List<String> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
      return found;
    }
  }

  /** Returns the facts about a target as bounded JSON; empty if it is not there. */
  static Optional<String> read(Connection connection, AuditTarget target) throws SQLException {
    if (target.kind().sql().isEmpty() || target.key().isEmpty()) {
      return Optional.empty();
    }
    List<String> bound = bound(target);
    String sql =
        target
            .kind()
            .sql()
            .get()
            .formatted(String.join(", ", Collections.nCopies(Math.max(1, bound.size() - 1), "?")));
    List<ObjectNode> rows = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      bind(select, bound);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(object(row));
        }
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        BoundedJson.of(target.kind().isMany() ? byName(rows) : rows.getFirst(), LONGEST));
  }

  /** Returns an object with a member for each row, named by its first column. */
  private static ObjectNode byName(List<ObjectNode> rows) {
    ObjectNode all = JSON.createObjectNode();
    for (ObjectNode row : rows) {
      String first = row.propertyNames().iterator().next();
      JsonNode name = row.remove(first);
      all.set(name.asString(), row);
    }
    return all;
  }

  private static List<String> bound(AuditTarget target) {
    List<String> key = target.key();
    return switch (target.kind()) {
      case TASK_RUN -> List.of(key.get(1), key.get(2), key.getFirst());
      case KEY, USER -> List.of(key.getFirst(), key.getFirst());
      case REGISTRATION -> key.subList(0, Math.min(key.size(), MOST_FLOWS + 1));
      default -> key;
    };
  }

  private static void bind(PreparedStatement select, List<String> bound) throws SQLException {
    for (int i = 0; i < bound.size(); i++) {
      select.setString(i + 1, StorableText.plain(bound.get(i)));
    }
  }

  private static ObjectNode object(ResultSet row) throws SQLException {
    ObjectNode object = JSON.createObjectNode();
    ResultSetMetaData columns = row.getMetaData();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      String name = columns.getColumnLabel(i);
      Object value = row.getObject(i);
      if (value == null) {
        continue;
      }
      if (name.endsWith(TIME)) {
        object.put(shortened(name, TIME), Micros.of(row.getLong(i)).toString());
      } else if (name.endsWith(JSON_TEXT)) {
        object.set(shortened(name, JSON_TEXT), json(row.getString(i)));
      } else if (value instanceof Number number) {
        object.put(name, number.longValue());
      } else {
        object.put(name, row.getString(i));
      }
    }
    return object;
  }

  private static String shortened(String name, String end) {
    return name.substring(0, name.length() - end.length());
  }

  /** Returns what a text is as JSON; a damaged one stays a text. */
  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      return JSON.getNodeFactory().stringNode(text);
    }
  }
}
