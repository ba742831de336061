package dev.praetor.store.db;

import dev.praetor.engine.codec.ExactJson;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The functions in queries to SQLite that PostgreSQL has itself: on JSON, because SQLite's own ones
 * read large numbers inexactly, and percentiles. In a text that is no JSON, nothing is found.
 */
final class SqliteFunctions {
  private SqliteFunctions() {}

  /** Makes the functions available to the statements of a connection. */
  static void addTo(Connection connection) throws SQLException {
    Function.create(
        connection, "praetor_json_contains", new Contains(), 2, Function.FLAG_DETERMINISTIC);
    Function.create(
        connection, "praetor_json_has_member", new HasMember(), 2, Function.FLAG_DETERMINISTIC);
    Function.create(
        connection, "praetor_percentiles", new Percentiles(), 1, Function.FLAG_DETERMINISTIC);
  }

  /** The function {@code praetor_json_contains(document, part)}. */
  private static final class Contains extends Function {
    private String text = "";
    private @Nullable JsonNode part;

    @Override
    protected void xFunc() throws SQLException {
      String wanted = value_text(1);
      if (part == null || !text.equals(wanted)) {
        // It is the same for all rows of a statement.
        part = ExactJson.MAPPER.readTree(wanted);
        text = wanted;
      }
      JsonNode known = part;
      result(
          parse(value_text(0)).filter(own -> JsonContainment.contains(own, known)).isPresent()
              ? 1
              : 0);
    }
  }

  /** The function {@code praetor_json_has_member(document, name)}. */
  private static final class HasMember extends Function {
    @Override
    protected void xFunc() throws SQLException {
      String name = value_text(1);
      result(
          parse(value_text(0)).filter(own -> JsonContainment.hasMember(own, name)).isPresent()
              ? 1
              : 0);
    }
  }

  private static Optional<JsonNode> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(ExactJson.MAPPER.readTree(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
