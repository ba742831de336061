package dev.praetor.store.secret;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The renewal of keys. It proceeds in steps, after each of which every secret can be read and set:
 * a value and the key that encrypted it always change in one transaction, and a key is deleted once
 * nothing is encrypted with it. Whoever repeats a renewal that was cut off completes it, and
 * several at once lead to one key. Thread-safe.
 */
public final class SecretRotation {
  private static final int BATCH = 100;

  private final QueryRunner query;
  private final WriteQueue writes;
  private final MasterKeys masters;
  private final DataKeys keys;

  SecretRotation(QueryRunner query, WriteQueue writes, MasterKeys masters, DataKeys keys) {
    this.query = query;
    this.writes = writes;
    this.masters = masters;
    this.keys = keys;
  }

  /**
   * The outcome of a renewal.
   *
   * @param secrets the number of secrets that were encrypted again
   * @param keys the number of keys that were encrypted again
   * @param damaged the names of secrets whose stored value was changed, which stay as they are
   * @param file the file with the new master key, if one was made
   */
  public record Rotated(int secrets, int keys, List<String> damaged, Optional<Path> file) {
    public Rotated {
      damaged = List.copyOf(damaged);
    }
  }

  private record Resealed(int secrets, List<String> damaged) {}

  /**
   * Makes a new key for the secrets of a project, and encrypts them with it.
   *
   * @throws StoreFailed if a master key is missing; nothing is changed then
   */
  public Rotated rotate(String project) {
    try {
      keys.deleteUnused(project); // Nobody needs to have their master key.
      keys.all(Optional.of(project)).forEach(key -> key.open(masters));
      requireEarlier(project);
      keys.renew(project);
      Resealed resealed = reseal(project);
      keys.deleteUnused(project);
      return new Rotated(resealed.secrets(), 0, resealed.damaged(), Optional.empty());
    } catch (MasterKeyFailed e) {
      throw e.asStoreFailed();
    }
  }

  /**
   * Encrypts the keys of all projects with the present master key: a new one if it is in the file
   * of the home, or what the environment or a service gives. Values that a master key encrypted
   * itself are encrypted with a key of their project.
   *
   * @throws StoreFailed if a master key is missing; nothing is changed then
   */
  public Rotated rotateMaster() {
    try {
      keys.all(Optional.empty()).stream()
          .map(DataKey::project)
          .distinct()
          .forEach(keys::deleteUnused);
      List<DataKey> before = keys.all(Optional.empty());
      before.forEach(key -> key.open(masters));
      List<String> earlier = projectsWithEarlier();
      earlier.forEach(this::requireEarlier);
      MasterKey now = masters.renewed();
      int rewrapped = 0;
      for (DataKey key : before) {
        if (!key.master().equals(now.id())) {
          keys.replace(key, key.rewrapped(masters, now));
          rewrapped++;
        }
      }
      int secrets = 0;
      List<String> damaged = new ArrayList<>();
      for (String project : earlier) {
        Resealed resealed = reseal(project);
        secrets += resealed.secrets();
        damaged.addAll(resealed.damaged());
      }
      return new Rotated(secrets, rewrapped, damaged, masters.renewedFile());
    } catch (MasterKeyFailed e) {
      throw e.asStoreFailed();
    }
  }

  private List<String> projectsWithEarlier() {
    return query.all(
        """
        SELECT DISTINCT project FROM secret s
        WHERE NOT EXISTS (SELECT 1 FROM secret_key k WHERE k.id = s.key_id) ORDER BY project
        """,
        List.of(),
        row -> row.getString("project"));
  }

  /** Checks that the master keys are there that encrypted values of a project themselves. */
  private void requireEarlier(String project) {
    query
        .all(
            """
            SELECT DISTINCT key_id FROM secret s WHERE project = ?
            AND NOT EXISTS (SELECT 1 FROM secret_key k WHERE k.id = s.key_id)
            """,
            List.of(project),
            row -> row.getString("key_id"))
        .forEach(masters::local);
  }

  /** Encrypts the values of a project with its current key, as far as they are not. */
  private Resealed reseal(String project) {
    int count = 0;
    List<String> damaged = new ArrayList<>();
    String after = "";
    while (true) {
      List<SecretRow> rows =
          query.all(
              SecretRow.COLUMNS
                  + """
                  WHERE s.project = ? AND s.name > ? AND (k.id IS NULL OR k.is_current = 0)
                  ORDER BY s.name LIMIT ?
                  """,
              List.of(project, after, BATCH),
              SecretRow::read);
      for (SecretRow row : rows) {
        try {
          count += reseal(row) ? 1 : 0;
        } catch (Sealing.Damaged e) {
          damaged.add(row.name());
        }
        after = row.name();
      }
      if (rows.size() < BATCH) {
        return new Resealed(count, damaged);
      }
    }
  }

  /** Encrypts a value with the current key; returns false if it was set or deleted meanwhile. */
  private boolean reseal(SecretRow row) throws Sealing.Damaged {
    byte[] plain = row.open(masters).getBytes(StandardCharsets.UTF_8);
    while (true) {
      DataKey key = keys.current(row.project());
      String sealed =
          key.open(masters)
              .seal(SecretRow.owner(row.project(), key.id(), row.version(), row.name()), plain);
      Optional<Integer> changed =
          writes.now(connection -> {
            DataKeys.takeTurn(connection);
            return DataKeys.currentId(connection, row.project())
                    .filter(key.id()::equals)
                    .isPresent()
                ? Optional.of(
                    Sql.update(
                        connection,
                        """
                        UPDATE secret SET key_id = ?, sealed = ?
                        WHERE project = ? AND name = ? AND key_id = ? AND sealed = ?
                        """,
                        key.id(),
                        sealed,
                        row.project(),
                        row.name(),
                        row.keyId(),
                        row.sealed()))
                : Optional.empty(); // The keys were renewed meanwhile.
          });
      if (changed.isPresent()) {
        return changed.get() > 0;
      }
    }
  }
}
