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
}
