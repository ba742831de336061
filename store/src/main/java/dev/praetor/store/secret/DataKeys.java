package dev.praetor.store.secret;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The keys in the database that encrypt secrets. Whoever changes secrets or keys takes turns, and
 * decrypts nothing during a turn, since a service may be asked for that. Thread-safe.
 */
record DataKeys(QueryRunner query, WriteQueue writes, InstantSource clock, MasterKeys masters) {

  /** Takes the turn to change secrets and their keys, until the end of the transaction. */
  static void takeTurn(Connection connection) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO secret_turn (id, taken) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET taken = secret_turn.taken + 1
        """);
  }

  /** Returns the keys of a project, or of all projects if none is named. */
  List<DataKey> all(Optional<String> project) {
    return project.isPresent()
        ? query.all(
            DataKey.COLUMNS + "WHERE project = ? ORDER BY id",
            List.of(project.get()),
            DataKey::read)
        : query.all(DataKey.COLUMNS + "ORDER BY id", List.of(), DataKey::read);
  }

  /** Returns the key that encrypts the secrets of a project, which is made if there is none. */
  DataKey current(String project) {
    while (true) {
      Optional<DataKey> known =
          all(Optional.of(project)).stream().filter(DataKey::current).findFirst();
      if (known.isPresent() && isUsable(known.get())) {
        return known.get();
      }
      requireKnown();
      DataKey made = DataKey.fresh(project, masters.encrypting());
      boolean isFirst =
          writes.now(connection -> {
            takeTurn(connection);
            String now = currentId(connection, project).orElse("");
            if (!now.equals(known.map(DataKey::id).orElse(""))) {
              return false;
            }
            makeCurrent(connection, made);
            return true;
          });
      if (isFirst) {
        return made;
      }
    }
  }

  /**
   * Returns whether a key can be decrypted. One that cannot, and with which nothing is encrypted,
   * is replaced, so that a store whose master key is lost can be used again.
   */
  private boolean isUsable(DataKey key) {
    try {
      var _ = key.open(masters);
      return true;
    } catch (MasterKeyFailed e) {
      boolean isUsed =
          query
              .first("SELECT 1 FROM secret WHERE key_id = ?", List.of(key.id()), _ -> true)
              .isPresent();
      if (isUsed) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Refuses to make a key if this process has another master key than those who set the secrets,
   * because they could not read it.
   */
  private void requireKnown() {
    for (DataKey each : all(Optional.empty())) {
      var _ = isUsable(each);
    }
  }

  /** Returns the id of the key that encrypts the secrets of a project. */
  static Optional<String> currentId(Connection connection, String project) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id FROM secret_key WHERE project = ? AND is_current = 1")) {
      Sql.bind(select, project);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** Makes a new key the current one of its project. */
  private void makeCurrent(Connection connection, DataKey made) throws SQLException {
    Sql.update(
        connection,
        "UPDATE secret_key SET is_current = 0 WHERE project = ? AND is_current = 1",
        made.project());
    Sql.update(
        connection,
        """
        INSERT INTO secret_key (id, project, is_current, created, master, wrapped)
        VALUES (?, ?, 1, ?, ?, ?)
        """,
        made.id(),
        made.project(),
        Micros.micros(clock.instant()),
        made.master(),
        made.wrapped());
  }

  /** Makes a new key for the secrets of a project, with which nothing is encrypted yet. */
  void renew(String project) {
    DataKey made = DataKey.fresh(project, masters.encrypting());
    var _ =
        writes.now(connection -> {
          takeTurn(connection);
          makeCurrent(connection, made);
          return made;
        });
  }

  /** Deletes the keys of a project with which nothing is encrypted any more. */
  void deleteUnused(String project) {
    int _ =
        writes.now(connection -> {
          takeTurn(connection);
          return Sql.update(
              connection,
              """
              DELETE FROM secret_key WHERE project = ? AND is_current = 0
              AND NOT EXISTS (SELECT 1 FROM secret s WHERE s.key_id = secret_key.id)
              """,
              project);
        });
  }

  /** Records that a key was encrypted by another master key, unless that was done meanwhile. */
  void replace(DataKey before, DataKey after) {
    var _ =
        writes.now(connection -> {
          takeTurn(connection);
          return Sql.update(
              connection,
              "UPDATE secret_key SET master = ?, wrapped = ? WHERE id = ? AND wrapped = ?",
              after.master(),
              after.wrapped(),
              before.id(),
              before.wrapped());
        });
  }
}
