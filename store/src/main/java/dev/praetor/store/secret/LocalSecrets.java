package dev.praetor.store.secret;

import dev.praetor.ErrorCode;
import dev.praetor.Secret;
import dev.praetor.SecretUnavailable;
import dev.praetor.spi.SecretProvider;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The secrets in a store, encrypted with a key that lies outside the database. Values are decrypted
 * when a task reads them. Thread-safe.
 */
public final class LocalSecrets implements SecretProvider {
  /** The largest size of a value, in bytes of UTF-8. */
  public static final int LARGEST = 64 << 10;

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;
  private final KeyFile keyFile;

  /** A secret without its value, and the time at which it was set. */
  public record Listed(String name, Instant set) {}

  private record Row(int version, String keyId, String sealed) {}

  public LocalSecrets(QueryRunner query, WriteQueue writes, InstantSource clock, KeyFile keyFile) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
    this.keyFile = keyFile;
  }

  /**
   * Returns the value of a secret; empty if no secret has this name.
   *
   * @throws SecretUnavailable if the value cannot be decrypted
   */
  @Override
  public Optional<String> find(String name) {
    return query
        .first(
            "SELECT version, key_id, sealed FROM secret WHERE name = ?",
            List.of(StorableText.plain(name)),
            row -> new Row(row.getInt("version"), row.getString("key_id"), row.getString("sealed")))
        .map(row -> open(name, row));
  }

  private String open(String name, Row row) {
    Optional<byte[]> key = keyFile.find();
    if (key.isEmpty()) {
      throw unavailable(
          name, "cannot be decrypted, because the key file " + keyFile.file() + " is missing");
    }
    Sealing sealing = new Sealing(key.get());
    if (!sealing.keyId().equals(row.keyId())) {
      throw unavailable(
          name,
          "cannot be decrypted, because it was encrypted with another key than the one in "
              + keyFile.file());
    }
    try {
      return sealing.open(name, row.version(), row.sealed());
    } catch (Sealing.Damaged e) {
      throw unavailable(name, "cannot be decrypted, because its stored value was changed");
    }
  }

  private static SecretUnavailable unavailable(String name, String problem) {
    return new SecretUnavailable(
        name, "secret '" + name + "' " + problem, "restore it from a backup, or set it again");
  }

  /**
   * Sets the value of a secret, which is durable when this method returns.
   *
   * @return true if the secret is new, false if its value was replaced
   * @throws StoreFailed if the value is empty or too large
   */
  public boolean set(Secret secret, String value) {
    int size = value.getBytes(StandardCharsets.UTF_8).length;
    if (size == 0 || size > LARGEST) {
      throw new StoreFailed(
          size == 0 ? ErrorCode.BAD_REQUEST : ErrorCode.TOO_LARGE,
          "secret '" + secret.name() + "'",
          size == 0
              ? "the value of secret '" + secret.name() + "' is empty"
              : "the value of secret '%s' has %,d bytes; the limit is %,d"
                  .formatted(secret.name(), size, LARGEST),
          "");
    }
    Sealing sealing = new Sealing(keyFile.findOrCreate());
    return writes.now(connection -> set(connection, sealing, secret.name(), value));
  }

  private boolean set(Connection connection, Sealing sealing, String name, String value)
      throws SQLException {
    int version = version(connection, name) + 1;
    String sql =
        """
        INSERT INTO secret (name, version, time, key_id, sealed) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET version = excluded.version, time = excluded.time,
          key_id = excluded.key_id, sealed = excluded.sealed
        """;
    try (PreparedStatement upsert = connection.prepareStatement(sql)) {
      upsert.setString(1, StorableText.plain(name));
      upsert.setInt(2, version);
      upsert.setLong(3, Micros.micros(clock.instant()));
      upsert.setString(4, sealing.keyId());
      upsert.setString(5, sealing.seal(name, version, value));
      upsert.executeUpdate();
    }
    return version == 1;
  }

  private static int version(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT version FROM secret WHERE name = ?")) {
      select.setString(1, StorableText.plain(name));
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  /** Returns all secrets without their values, in the order of their names. */
  public List<Listed> list() {
    return query.all(
        "SELECT name, time FROM secret ORDER BY name",
        List.of(),
        row -> new Listed(row.getString("name"), Micros.of(row.getLong("time"))));
  }

  /** Deletes a secret; returns false if no secret has this name. */
  public boolean delete(String name) {
    return writes.now(connection -> {
      try (PreparedStatement delete =
          connection.prepareStatement("DELETE FROM secret WHERE name = ?")) {
        delete.setString(1, StorableText.plain(name));
        return delete.executeUpdate() > 0;
      }
    });
  }
}
