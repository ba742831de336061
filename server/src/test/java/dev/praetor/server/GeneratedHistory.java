package dev.praetor.server;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.engine.run.RunIds;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Runs and task runs of some weeks, of which everything is known, to be written to a store. */
final class GeneratedHistory {
  private static final Instant BEGIN = Instant.parse("2026-09-14T00:00:00Z");
  private static final int HOURS = 24 * 7 * 11;
  private static final List<String> FLOWS =
      List.of("standup-reminder", "daily-standup", "invoices", "import");
  private static final List<String> NODES = List.of("find_date", "list_team", "send_reminder");
  private static final String OUTAGE = "IOException: slack.example does not answer";

  private final SplittableRandom random;
  private final List<Run> runs = new ArrayList<>();

  private GeneratedHistory(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A run with its task runs. */
  record Run(
      RunId id,
      String flow,
      StateType state,
      Instant scheduled,
      Instant started,
      Optional<Instant> ended,
      Optional<String> customer,
      String by,
      List<TaskRun> taskRuns) {
    Optional<Duration> duration() {
      return ended.map(end -> Duration.between(started, end));
    }

    boolean bySchedule() {
      return by.equals("schedule");
    }
  }

  /** A task run; the last node is mapped, and has a task run around those of its children too. */
  record TaskRun(
      String node,
      int index,
      StateType state,
      String message,
      int attempts,
      Instant started,
      Instant ended) {
    double seconds() {
      return Duration.between(started, ended).toNanos() / 1e9;
    }
  }

  static List<Run> random(long seed, int n) {
    GeneratedHistory history = new GeneratedHistory(seed);
    for (int i = 0; i < n; i++) {
      history.run();
    }
    return List.copyOf(history.runs);
  }

  private void run() {
    Instant scheduled = BEGIN.plus(random.nextInt(HOURS * 60), ChronoUnit.MINUTES);
    Instant started = scheduled.plus(random.nextInt(90_000_000), ChronoUnit.MICROS);
    List<TaskRun> taskRuns = new ArrayList<>();
    Instant time = started;
    for (String node : NODES) {
      int children = node.equals(NODES.getLast()) ? random.nextInt(1, 6) : 0;
      for (int index = children == 0 ? -1 : 0; index < children; index++) {
        TaskRun taskRun = taskRun(node, index, time);
        taskRuns.add(taskRun);
        time = taskRun.ended();
      }
    }
    boolean failed = taskRuns.stream().anyMatch(each -> each.state() == StateType.FAILED);
    boolean open = random.nextInt(20) == 0;
    StateType ended = failed ? StateType.FAILED : StateType.SUCCESS;
    runs.add(
        new Run(
            RunIds.at(scheduled.plusNanos(runs.size() * 1_000_000L)),
            FLOWS.get(random.nextInt(FLOWS.size())),
            open ? StateType.RUNNING : ended,
            scheduled,
            started,
            open ? Optional.empty() : Optional.of(time),
            random.nextBoolean() ? Optional.of("customer " + random.nextInt(30)) : Optional.empty(),
            random.nextInt(3) == 0 ? List.of("ann", "bo").get(random.nextInt(2)) : "schedule",
            List.copyOf(taskRuns)));
  }

  private TaskRun taskRun(String node, int index, Instant started) {
    int kind = random.nextInt(10);
    StateType state =
        kind == 0 ? StateType.FAILED : kind < 3 ? StateType.SKIPPED : StateType.SUCCESS;
    return new TaskRun(
        node,
        index,
        state,
        state == StateType.FAILED && random.nextBoolean() ? OUTAGE : "",
        state == StateType.SKIPPED ? 0 : random.nextInt(1, 4),
        started,
        started.plus(random.nextInt(1, 2_000_000), ChronoUnit.MICROS));
  }

  /** Writes runs into the store of a home. */
  static void write(List<Run> runs, Path home) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + home.resolve("praetor.db"))) {
      connection.setAutoCommit(false);
      for (Run run : runs) {
        write(connection, run);
      }
      connection.commit();
    }
  }

  private static void write(Connection connection, Run run) throws SQLException {
    insert(
        connection,
        """
        INSERT INTO flow_run (id, flow, state, scheduled, created, started, ended, created_by,
          turn, name, parameters, origin, owner, epoch, message, history, sequence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'run', '{}', '{}', '', 1, '', '[]', 0)
        """,
        run.id().toString(),
        run.flow(),
        run.state().label(),
        micros(run.scheduled()),
        micros(run.scheduled()),
        micros(run.started()),
        run.ended().map(GeneratedHistory::micros).orElse(null),
        run.by(),
        run.bySchedule() ? 1L : null);
    if (run.customer().isPresent()) {
      insert(
          connection,
          "INSERT INTO run_label (run, name, value) VALUES (?, 'customer', ?)",
          run.id().toString(),
          run.customer().get());
    }
    Map<StateType, Long> counts = new HashMap<>();
    insert(connection, run, mapped(run.taskRuns()));
    for (TaskRun taskRun : run.taskRuns()) {
      insert(connection, run, taskRun);
      if (taskRun.index() >= 0) {
        counts.merge(taskRun.state(), 1L, Long::sum);
      }
    }
    for (Map.Entry<StateType, Long> count : counts.entrySet()) {
      insert(
          connection,
          "INSERT INTO map_counts (run, node, state, n, sequence) VALUES (?, ?, ?, ?, 0)",
          run.id().toString(),
          NODES.getLast(),
          count.getKey().label(),
          count.getValue());
    }
  }

  /** Returns the task run of the mapped node, around those of its children. */
  private static TaskRun mapped(List<TaskRun> taskRuns) {
    List<TaskRun> children = taskRuns.stream().filter(each -> each.index() >= 0).toList();
    Optional<TaskRun> failed =
        children.stream().filter(each -> each.state() == StateType.FAILED).findFirst();
    return new TaskRun(
        NODES.getLast(),
        -1,
        failed.map(TaskRun::state).orElse(StateType.SUCCESS),
        failed.map(each -> "children failed: " + each.message()).orElse(""),
        0,
        children.getFirst().started(),
        children.getLast().ended());
  }

  private static void insert(Connection connection, Run run, TaskRun taskRun) throws SQLException {
    insert(
        connection,
        """
        INSERT INTO task_run (run, node, idx, state, message, attempts, created, started, ended,
          sequence)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
        """,
        run.id().toString(),
        taskRun.node(),
        (long) taskRun.index(),
        taskRun.state().label(),
        taskRun.message(),
        (long) taskRun.attempts(),
        micros(taskRun.started()),
        micros(taskRun.started()),
        micros(taskRun.ended()));
  }

  private static void insert(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        insert.setObject(i + 1, values[i]);
      }
      insert.executeUpdate();
    }
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
