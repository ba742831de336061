package dev.praetor.store.secret;

import dev.praetor.ErrorCode;
import dev.praetor.Secret;
import dev.praetor.SecretUnavailable;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.spi.SecretProvider;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The secrets in a store. Each value is encrypted with a key of its project, which is in the
 * database too, encrypted with a master key that lies outside. Values are decrypted when a task
 * reads them. As a provider, it gives the secrets of the default project to whoever has the master
 * key; {@link GrantedSecrets} asks for grants. Thread-safe.
 */
public final class LocalSecrets implements SecretProvider {
  /** The largest size of a value, in bytes of UTF-8. */
  public static final int LARGEST = 64 << 10;

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;
  private final MasterKeys masters;
  private final DataKeys keys;

  public LocalSecrets(
      QueryRunner query, WriteQueue writes, InstantSource clock, MasterKeys masters) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
    this.masters = masters;
    this.keys = new DataKeys(query, writes, clock, masters);
  }

  @Override
  public Optional<String> find(String name) {
    return find(Registration.DEFAULT_PROJECT, name);
  }

  /**
   * Returns the value of a secret; empty if no secret has this name.
   *
   * @throws SecretUnavailable if the value cannot be decrypted
   */
  public Optional<String> find(String project, String name) {
    return SecretRow.find(query, project, name).map(this::open);
  }

  /** Returns whether there is a secret of a name. */
  boolean isThere(String project, String name) {
    return SecretRow.find(query, project, name).isPresent();
  }

  private String open(SecretRow row) {
    try {
      return row.open(masters);
    } catch (MasterKeyFailed e) {
      throw new SecretUnavailable(
          row.name(),
          "secret '%s' cannot be decrypted: %s".formatted(row.name(), e.problem()),
          e.advice());
    } catch (Sealing.Damaged e) {
      throw new SecretUnavailable(
          row.name(),
          "secret '%s' cannot be decrypted, because its stored value was changed"
              .formatted(row.name()),
          "restore it from a backup, or set it again");
    }
  }

  /** Sets the value of a secret of the default project. */
  public boolean set(Secret secret, String value) {
    return set(Registration.DEFAULT_PROJECT, secret, value, "");
  }

  /**
   * Sets the value of a secret, which is durable when this method returns.
   *
   * @param by who sets it; may be empty
   * @return true if the secret is new, false if its value was replaced
   * @throws StoreFailed if the value is empty or too large, or a master key is missing
   */
  public boolean set(String project, Secret secret, String value, String by) {
    check(secret, value);
    byte[] plain = value.getBytes(StandardCharsets.UTF_8);
    try {
      while (true) {
        DataKey key = keys.current(project);
        Sealing sealing = key.open(masters);
        Optional<Boolean> isNew =
            writes.now(connection -> {
              DataKeys.takeTurn(connection);
              return DataKeys.currentId(connection, project).filter(key.id()::equals).isPresent()
                  ? Optional.of(set(connection, key, sealing, secret.name(), plain, by))
                  : Optional.empty(); // The keys were renewed meanwhile.
            });
        if (isNew.isPresent()) {
          return isNew.get();
        }
      }
    } catch (MasterKeyFailed e) {
      throw e.asStoreFailed();
    }
  }

  private static void check(Secret secret, String value) {
    int size = value.getBytes(StandardCharsets.UTF_8).length;
    if (size == 0 || size > LARGEST) {
      throw new StoreFailed(
          size == 0 ? ErrorCode.BAD_REQUEST : ErrorCode.TOO_LARGE,
          "secret '" + secret.name() + "'",
          size == 0
              ? "the value of secret '" + secret.name() + "' is empty"
              : "the value of secret '%s' has more than %,d bytes, which is the limit"
                  .formatted(secret.name(), LARGEST),
          "");
    }
  }

  private boolean set(
      Connection connection, DataKey key, Sealing sealing, String name, byte[] plain, String by)
      throws SQLException {
    String stored = StorableText.plain(name);
    int version = version(connection, key.project(), stored) + 1;
    long now = Micros.micros(clock.instant());
    Sql.update(
        connection,
        """
        INSERT INTO secret (project, name, version, created, time, set_by, key_id, sealed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (project, name) DO UPDATE SET version = excluded.version,
          time = excluded.time, set_by = excluded.set_by, key_id = excluded.key_id,
          sealed = excluded.sealed
        """,
        key.project(),
        stored,
        version,
        now,
        now,
        StorableText.plain(by),
        key.id(),
        sealing.seal(SecretRow.owner(key.project(), key.id(), version, stored), plain));
    return version == 1;
  }

  private static int version(Connection connection, String project, String name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT version FROM secret WHERE project = ? AND name = ?")) {
      Sql.bind(select, project, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  /** Deletes a secret with its grants; returns false if no secret has this name. */
  public boolean delete(String project, String name) {
    String stored = StorableText.plain(name);
    return writes.now(connection -> {
      DataKeys.takeTurn(connection);
      Sql.update(
          connection, "DELETE FROM secret_grant WHERE project = ? AND secret = ?", project, stored);
      return Sql.update(
              connection, "DELETE FROM secret WHERE project = ? AND name = ?", project, stored)
          > 0;
    });
  }

  /** Returns the grants of secrets. */
  public SecretGrants grants() {
    return new SecretGrants(query, writes, clock);
  }

  /** Returns the reads of secrets by runs. */
  public SecretUses uses() {
    return new SecretUses(query, writes, clock);
  }

  /** Returns the renewal of keys. */
  public SecretRotation rotation() {
    return new SecretRotation(query, writes, masters, keys);
  }

  /** Returns the secrets as runs on a server see them. */
  public GrantedSecrets granted() {
    return new GrantedSecrets(query, this);
  }
}
