package dev.praetor.store.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * A process that has a store open, as it is recorded in the store. For a process on this host, the
 * operating system knows whether it is alive; a process on another host is known only by its
 * heartbeat.
 *
 * @param id the id of the open store, new for each store that a process opens
 * @param name the name that is shown to users
 */
public record ProcessRow(String id, String name, ProcessId process) {
  public static final Duration BEAT = Duration.ofSeconds(10);

  /** The columns that {@link #living} reads, from the table of processes joined as {@code p}. */
  public static final String COLUMNS =
      """
      p.id AS p_id, p.name AS p_name, p.host AS p_host, p.pid AS p_pid, p.started AS p_started,
      p.beat AS p_beat, p.ended AS p_ended
      """;

  private static final Duration SILENCE = Duration.ofSeconds(60);

  /** Returns a row for this process with a new id, for a store that it opens. */
  public static ProcessRow self() {
    ProcessId process = ProcessId.current();
    String name =
        "%s@%s, process %d"
            .formatted(System.getProperty("user.name", "?"), process.host(), process.pid());
    return new ProcessRow(UUID.randomUUID().toString(), StorableText.plain(name), process);
  }

  /** Returns the process of a row with {@link #COLUMNS}, if it is alive. */
  public static Optional<ProcessRow> living(ResultSet row, InstantSource clock)
      throws SQLException {
    String id = row.getString("p_id");
    if (id == null || row.getLong("p_ended") > 0) {
      return Optional.empty();
    }
    ProcessId process =
        new ProcessId(
            row.getString("p_host"), row.getLong("p_pid"), Micros.of(row.getLong("p_started")));
    Instant beat = Micros.of(row.getLong("p_beat"));
    return Optional.of(new ProcessRow(id, row.getString("p_name"), process))
        .filter(found -> found.isAlive(beat, clock));
  }

  private boolean isAlive(Instant beat, InstantSource clock) {
    return process.isLocal() ? process.isRunning() : beat.plus(SILENCE).isAfter(clock.instant());
  }
}
