package dev.praetor.store.secret;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.StorableText;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The encrypted value of a secret, together with the key that encrypted it: both are of one moment,
 * so no change of keys comes between them.
 *
 * @param key the key in the database; absent if a master key encrypted the value itself
 */
record SecretRow(
    String project, String name, int version, String keyId, String sealed, @Nullable DataKey key) {
  static final String COLUMNS =
      """
      SELECT s.project, s.name, s.version, s.key_id, s.sealed, k.id, k.is_current, k.master,
        k.wrapped
      FROM secret s LEFT JOIN secret_key k ON k.id = s.key_id AND k.project = s.project
      """;

  static SecretRow read(ResultSet row) throws SQLException {
    return new SecretRow(
        row.getString("project"),
        row.getString("name"),
        row.getInt("version"),
        row.getString("key_id"),
        row.getString("sealed"),
        row.getString("id") == null ? null : DataKey.read(row));
  }

  static Optional<SecretRow> find(QueryRunner query, String project, String name) {
    return query.first(
        COLUMNS + " WHERE s.project = ? AND s.name = ?",
        List.of(StorableText.plain(project), StorableText.plain(name)),
        SecretRow::read);
  }

  /** Returns the text that is authenticated with a value that a key of the database encrypts. */
  static String owner(String project, String keyId, int version, String name) {
    return "praetor secret 2\n" + project + "\n" + keyId + "\n" + version + "\n" + name;
  }

  /** Returns the text that is authenticated with a value that a master key encrypted itself. */
  private String earlierOwner() {
    return "praetor secret\n" + version + "\n" + name;
  }

  /**
   * Decrypts the value.
   *
   * @throws Sealing.Damaged if the stored value was changed
   * @throws MasterKeyFailed if the key is not there
   */
  String open(MasterKeys masters) throws Sealing.Damaged {
    byte[] value =
        key == null
            ? masters.local(keyId).sealing().open(earlierOwner(), sealed)
            : key.open(masters).open(owner(project, keyId, version, name), sealed);
    return new String(value, StandardCharsets.UTF_8);
  }
}
