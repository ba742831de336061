package dev.praetor.store.worker;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The versions of the servers and workers that have a store open. One that does not work together
 * with the others is refused before it does anything. Thread-safe.
 */
public final class Versions {
  /**
   * The time after its last heartbeat in which a process of another machine counts as alive; more
   * than the length of a lease, as the clocks of machines differ.
   */
  private static final Duration RECENT = Duration.ofMinutes(1);

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;
  private final String self;

  /**
   * Creates the access to versions.
   *
   * @param self the id of this process in the store
   */
  public Versions(QueryRunner query, WriteQueue writes, InstantSource clock, String self) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
    this.self = self;
  }

  private record Other(String name, String version) {}

  /**
   * Records the version of this process.
   *
   * @throws StoreFailed with {@code CONFLICT} if a server or worker is alive with which it does not
   *     work together; the message says what is to be upgraded
   */
  public void join(String version) {
    for (Other other : others()) {
      VersionFit fit = VersionFit.of(version, other.version());
      if (fit != VersionFit.FITS) {
        throw refused(version, other, fit);
      }
    }
    writes.now(connection ->
        Sql.update(
            connection,
            "UPDATE process SET version = ? WHERE id = ?",
            StorableText.plain(version),
            self));
  }

  private List<Other> others() {
    return query
        .all(
            "SELECT p.version AS version, "
                + ProcessRow.COLUMNS
                + " FROM process p WHERE p.version <> '' AND p.ended IS NULL AND p.id <> ?"
                + " ORDER BY p.id",
            List.of(self),
            this::other)
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Other> other(ResultSet row) throws SQLException {
    OwnerLife life = ProcessRow.life(row);
    Instant beat = Micros.of(ProcessRow.beat(row).time());
    boolean isRecent = beat.isAfter(clock.instant().minus(RECENT));
    return life == OwnerLife.ENDED || life == OwnerLife.SILENT && !isRecent
        ? Optional.empty()
        : Optional.of(new Other(row.getString("p_name"), row.getString("version")));
  }

  private static StoreFailed refused(String version, Other other, VersionFit fit) {
    String advice =
        switch (fit) {
          case FIRST_IS_OLDER -> "upgrade this one to " + other.version();
          case SECOND_IS_OLDER -> "end the other one, or upgrade it to " + version;
          case DIFFERS, FITS -> "use the same version for both";
        };
    return new StoreFailed(
        ErrorCode.CONFLICT,
        "version " + version,
        "version %s does not work together with version %s of %s, which has the store open"
            .formatted(version, other.version(), other.name()),
        advice);
  }
}
