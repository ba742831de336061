package dev.praetor.store.db;

import dev.praetor.store.model.OwnerLife;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process that has a store open, as it is recorded in the store.
 *
 * @param id the id of the open store, new for each store that a process opens
 * @param name the name that is shown to users
 * @param session the number of the session in which this process writes on behalf of another one,
 *     of which only the last may write; 0 for a process that writes itself
 */
public record ProcessRow(String id, String name, ProcessId process, long session) {
  /** The longest time between two heartbeats of a process that works. */
  public static final Duration BEAT = Duration.ofSeconds(3);

  /** The time after which a process without a heartbeat loses its runs. */
  public static final Duration LEASE = Duration.ofSeconds(20);

  /** The columns that this class reads, from the table of processes joined as {@code p}. */
  public static final String COLUMNS =
      """
      p.id AS p_id, p.name AS p_name, p.host AS p_host, p.pid AS p_pid, p.boot AS p_boot,
      p.space AS p_space, p.ticks AS p_ticks, p.uptime AS p_uptime, p.beats AS p_beats,
      p.beat AS p_beat, p.ended AS p_ended, p.closed AS p_closed
      """;

  /** The stores that are open in this process. */
  private static final Set<String> OPEN = ConcurrentHashMap.newKeySet();

  /** The heartbeat of a process: a number that grows, and a time that only its machine reads. */
  public record Beat(long number, long time) {}

  /** Returns a row for this process with a new id, for a store that it opens. */
  public static ProcessRow self() {
    ProcessId process = ProcessId.current();
    String name =
        "%s@%s, process %d"
            .formatted(System.getProperty("user.name", "?"), process.host(), process.pid());
    ProcessRow self =
        new ProcessRow(UUID.randomUUID().toString(), StorableText.plain(name), process, 0);
    OPEN.add(self.id);
    return self;
  }

  /**
   * Returns a row for a process elsewhere, for which this process gives the heartbeats: only they
   * tell whether it is alive.
   *
   * @param session the number of the session; a later one has a larger number
   */
  public static ProcessRow elsewhere(UUID id, String name, long session) {
    ProcessId self = ProcessId.current();
    ProcessId process = new ProcessId(self.host(), 0, self.boot(), "", 0);
    return new ProcessRow(id.toString(), StorableText.plain(name), process, session);
  }

  /** Returns whether this process writes only as long as no later session has begun. */
  public boolean isSession() {
    return session > 0;
  }

  /** Notes that the store of this row is closed. */
  public void closed() {
    OPEN.remove(id);
  }

  /** Returns the monotonic clock of this machine in microseconds. */
  public static long uptime() {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
  }

  /** Reads the process of a row with {@link #COLUMNS}, if there is one. */
  public static Optional<ProcessRow> of(ResultSet row) throws SQLException {
    String id = row.getString("p_id");
    if (id == null) {
      return Optional.empty();
    }
    ProcessId process =
        new ProcessId(
            row.getString("p_host"),
            row.getLong("p_pid"),
            row.getString("p_boot"),
            row.getString("p_space"),
            row.getLong("p_ticks"));
    return Optional.of(new ProcessRow(id, row.getString("p_name"), process, 0));
  }

  public static Beat beat(ResultSet row) throws SQLException {
    return new Beat(row.getLong("p_beats"), row.getLong("p_beat"));
  }

  /** Returns what is known about the life of the process of a row with {@link #COLUMNS}. */
  public static OwnerLife life(ResultSet row) throws SQLException {
    Optional<ProcessRow> found = of(row);
    if (found.isEmpty() || row.getLong("p_ended") > 0) {
      return OwnerLife.ENDED;
    }
    ProcessRow process = found.get();
    if (process.process.equals(ProcessId.current())) {
      return OPEN.contains(process.id) ? OwnerLife.ALIVE : OwnerLife.ENDED;
    }
    return switch (process.process.sign()) {
      case RUNNING -> OwnerLife.ALIVE;
      case GONE -> OwnerLife.ENDED;
      case UNKNOWN ->
          process.wasHeard(row.getLong("p_uptime")) ? OwnerLife.HEARD : OwnerLife.SILENT;
    };
  }

  /**
   * Returns whether the process of a row with {@link #COLUMNS} has given no heartbeat for the
   * length of a lease, although it may be alive: it hangs, or was stopped. Of a process on another
   * machine that is not known.
   */
  public static boolean isSuspect(ResultSet row) throws SQLException {
    Optional<ProcessRow> found = of(row);
    return found.isPresent()
        && found.get().process.sharesClock()
        && !found.get().process.equals(ProcessId.current())
        && life(row) != OwnerLife.ENDED
        && !found.get().wasHeard(row.getLong("p_uptime"));
  }

  private boolean wasHeard(long uptime) {
    long silence = uptime() - uptime;
    return process.sharesClock()
        && silence >= 0
        && silence < TimeUnit.NANOSECONDS.toMicros(LEASE.toNanos());
  }
}
