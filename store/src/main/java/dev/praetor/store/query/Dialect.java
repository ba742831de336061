package dev.praetor.store.query;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.SqliteDatabase;

/** The differences between the two databases in the text of a query. */
enum Dialect {
  SQLITE {
    @Override
    String byCodePoints(String text) {
      return text;
    }

    @Override
    String like(String text) {
      return text + " GLOB ?";
    }

    @Override
    String pattern(LikePattern pattern) {
      return pattern.glob();
    }

    @Override
    String ilike(String text) {
      return text + " LIKE ? ESCAPE '\\'";
    }

    @Override
    String jsonContains(String json) {
      return "praetor_json_contains(" + json + ", ?) = 1";
    }

    @Override
    String jsonHasMember(String json) {
      return "praetor_json_has_member(" + json + ", ?) = 1";
    }

    @Override
    String use(String index) {
      return " INDEXED BY " + index;
    }

    @Override
    String eachRun(String run) {
      return " AND " + run + " IN (SELECT id FROM flow_run)";
    }
  },
  POSTGRESQL {
    @Override
    String byCodePoints(String text) {
      return text + " COLLATE \"C\"";
    }

    @Override
    String like(String text) {
      return text + " COLLATE \"C\" LIKE ?";
    }

    @Override
    String pattern(LikePattern pattern) {
      return pattern.like();
    }

    @Override
    String ilike(String text) {
      return text + " COLLATE \"C\" ILIKE ?";
    }

    @Override
    String jsonContains(String json) {
      return "coalesce(praetor_json(" + json + ") @> CAST(? AS jsonb), false)";
    }

    @Override
    String jsonHasMember(String json) {
      return "(praetor_json(" + json + ") -> CAST(? AS text)) IS NOT NULL";
    }

    @Override
    String use(String index) {
      return "";
    }

    @Override
    String eachRun(String run) {
      return "";
    }
  };

  static Dialect of(Database database) {
    return switch (database) {
      case SqliteDatabase _ -> SQLITE;
      case PostgresDatabase _ -> POSTGRESQL;
    };
  }

  /** Returns a text that is compared and ordered by its code points. */
  abstract String byCodePoints(String text);

  /** Returns the condition that a text matches a bound pattern. */
  abstract String like(String text);

  /** Returns the pattern to bind for {@link #like}. */
  abstract String pattern(LikePattern pattern);

  /** Returns the condition that a text matches a bound pattern, whatever the case of A to Z. */
  abstract String ilike(String text);

  /** Returns the condition that a JSON document contains a bound one; false for what is no JSON. */
  abstract String jsonContains(String json);

  /** Returns the condition that a JSON document has a member with a bound name. */
  abstract String jsonHasMember(String json);

  /** Returns the text that follows a table and names its index; empty where statistics choose. */
  abstract String use(String index);

  /**
   * Returns a condition that always holds, by which the task runs of a node are found in each run
   * instead of among all task runs; empty where statistics choose.
   */
  abstract String eachRun(String run);
}
