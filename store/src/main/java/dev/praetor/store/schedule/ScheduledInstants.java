package dev.praetor.store.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.praetor.Occurrence;
import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.write.WriteQueue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The instants of schedules that processes have taken. The unique key of an instant is the flow's
 * name, the clock and the instant; a clock is identified by the parameters that it gives to its
 * runs, as two clocks of a schedule with equal parameters make one occurrence. Thread-safe.
 */
public final class ScheduledInstants {
  /** The age in days at which instants are deleted, counted back from a newly taken instant. */
  private static final long DAYS_KEPT = 30;

  /** The place of a flow of which no instant was handled yet. */
  private static final long NOTHING = 0;

  /** The time within which the run of a taken instant must have begun to count as in progress. */
  private static final Duration MOST_TO_BEGIN = Duration.ofSeconds(60);

  /** The runs of other instants that have not ended, or have been taken and not yet begun. */
  private static final String OPEN =
      """
      SELECT s.run, r.id AS begun FROM scheduled_run s LEFT JOIN flow_run r ON r.id = s.run
      WHERE s.flow = ? AND s.instant <> ?
        AND (r.id IS NULL AND s.taken > ? OR r.id IS NOT NULL AND r.ended IS NULL)
      ORDER BY s.instant
      """;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource time;
  private final Predicate<RunId> isLost;

  private record Open(RunId run, boolean begun) {}

  /**
   * Creates the access to the tables.
   *
   * @param isLost the predicate of a recorded run whose owner is dead
   */
  public ScheduledInstants(
      QueryRunner query, WriteQueue writes, InstantSource time, Predicate<RunId> isLost) {
    this.query = query;
    this.writes = writes;
    this.time = time;
    this.isLost = isLost;
  }

  /** Returns the last instant of a flow's schedule that a process handled. */
  public Optional<Instant> handled(String flow) {
    return query.first(
        "SELECT handled FROM schedule_place WHERE flow = ? AND handled > " + NOTHING,
        List.of(StorableText.plain(flow)),
        row -> Micros.of(row.getLong("handled")));
  }

  /** Records the instant up to which a flow's schedule was handled; the place never goes back. */
  public void handled(String flow, Instant until) {
    writes.now(connection -> place(connection, StorableText.plain(flow), Micros.micros(until)));
  }

  /**
   * Returns the runs of a flow's schedule for other instants that are in progress in any process,
   * oldest first.
   */
  public List<RunId> inProgress(String flow, Occurrence due) {
    return open(StorableText.plain(flow), Micros.micros(due.at())).stream()
        .filter(this::isInTheWay)
        .map(Open::run)
        .toList();
  }

  private List<Open> open(String flow, long instant) {
    return query.all(
        OPEN,
        List.of(flow, instant, sinceBegun()),
        row -> new Open(RunId.parse(row.getString("run")), row.getString("begun") != null));
  }

  private long sinceBegun() {
    return Micros.micros(time.instant().minus(MOST_TO_BEGIN));
  }

  private boolean isInTheWay(Open run) {
    return !run.begun() || !isLost.test(run.run());
  }

  /**
   * Takes an instant for a run of this process, unless another process has taken it. The answer is
   * durable.
   *
   * @param alone true if the instant is not to be taken while another run of the schedule is in
   *     progress
   */
  public Take take(String flow, Occurrence due, RunId run, boolean alone) {
    Key key = new Key(StorableText.plain(flow), clock(due), Micros.micros(due.at()));
    List<Open> open = alone ? open(key.flow(), key.instant()) : List.of();
    Set<RunId> inTheWay =
        open.stream().filter(this::isInTheWay).map(Open::run).collect(toUnmodifiableSet());
    Set<RunId> lost =
        open.stream()
            .map(Open::run)
            .filter(each -> !inTheWay.contains(each))
            .collect(toUnmodifiableSet());
    return writes.now(connection -> take(connection, key, run, alone, lost));
  }

  private record Key(String flow, String clock, long instant) {}

  private Take take(Connection connection, Key key, RunId run, boolean alone, Set<RunId> lost)
      throws SQLException {
    // Locks the row of the flow, so that of several processes one decides after the other.
    place(connection, key.flow(), NOTHING);
    Optional<RunId> made = madeBy(connection, key);
    if (made.isPresent()) {
      return made.get().equals(run) ? new Take.Taken() : new Take.Made();
    }
    if (alone) {
      Optional<RunId> open = otherThan(lost, connection, key);
      if (open.isPresent()) {
        return new Take.InTheWay(open.get());
      }
    }
    Sql.update(
        connection,
        "INSERT INTO scheduled_run (flow, clock, instant, run, taken) VALUES (?, ?, ?, ?, ?)",
        key.flow(),
        key.clock(),
        key.instant(),
        run.toString(),
        Micros.micros(time.instant()));
    place(connection, key.flow(), key.instant());
    Sql.update(
        connection,
        "DELETE FROM scheduled_run WHERE flow = ? AND instant < ?",
        key.flow(),
        key.instant() - TimeUnit.DAYS.toMicros(DAYS_KEPT));
    return new Take.Taken();
  }

  private static int place(Connection connection, String flow, long handled) throws SQLException {
    return Sql.update(
        connection,
        """
        INSERT INTO schedule_place (flow, handled) VALUES (?, ?)
        ON CONFLICT (flow) DO UPDATE SET handled =
          CASE WHEN excluded.handled > schedule_place.handled
            THEN excluded.handled ELSE schedule_place.handled END
        """,
        flow,
        handled);
  }

  private static Optional<RunId> madeBy(Connection connection, Key key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT run FROM scheduled_run WHERE flow = ? AND clock = ? AND instant = ?")) {
      Sql.bind(select, key.flow(), key.clock(), key.instant());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(RunId.parse(row.getString("run"))) : Optional.empty();
      }
    }
  }

  /** Returns the first open run of the schedule that is not known to be lost. */
  private Optional<RunId> otherThan(Set<RunId> lost, Connection connection, Key key)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(OPEN)) {
      Sql.bind(select, key.flow(), key.instant(), sinceBegun());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          RunId run = RunId.parse(row.getString("run"));
          if (!lost.contains(run)) {
            return Optional.of(run);
          }
        }
        return Optional.empty();
      }
    }
  }

  private static String clock(Occurrence due) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(JSON.writeValueAsString(due.parameters()).getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
