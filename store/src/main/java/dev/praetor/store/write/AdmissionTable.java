package dev.praetor.store.write;

import static java.util.Comparator.comparing;

import dev.praetor.ErrorCode;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Bind;
import dev.praetor.store.db.IndexKey;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.json.LabelsJson;
import dev.praetor.store.json.ParametersJson;
import dev.praetor.store.json.PlacementText;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.signal.Topic;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the first rows of runs that may have to wait, and decides whether they do. Used only by
 * the writer's thread.
 *
 * @param again true if the jobs were tried before, in which case their rows may be in the store
 */
record AdmissionTable(WriteSession session, boolean again) {
  // Not VALUES: PostgreSQL's driver rewrites batches of VALUES, and then returns no counts.
  private static final String INSERT =
      """
      INSERT INTO flow_run (id, flow, version, name, parameters, origin, parent, parent_task,
        restart_of, owner, created, scheduled, history, parameter_notes, epoch, state, message,
        priority, entry_key, labels, restart_from, turn, alone, ended, created_by, code, pool,
        needs, isolated, sequence)
      SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
        ?, ?, ?, 0
      WHERE NOT EXISTS (%s)
      ON CONFLICT DO NOTHING
      """
          .formatted(RunConditions.ARCHIVED);

  /** The room for further runs of a flow with a limit. */
  private static final class Room {
    private final int limit;
    private int free;
    private int queued;

    Room(FlowLimit limit, int queued) {
      this.limit = limit.most();
      this.free = limit.free();
      this.queued = queued;
    }

    boolean isTaken() {
      return free <= 0 || queued > 0;
    }
  }

  /**
   * The outcome of admissions.
   *
   * @param answers the actions that give the answers
   * @param made the runs that were made
   * @param signals the topics that are to be signalled
   */
  record Answered(List<Runnable> answers, List<Made> made, Set<Topic> signals) {
    Answered {
      answers = List.copyOf(answers);
      made = List.copyOf(made);
      signals = Set.copyOf(signals);
    }
  }

  /** Writes the rows of runs. */
  Answered admit(List<Job.Admit> jobs) throws SQLException {
    if (jobs.isEmpty()) {
      return new Answered(List.of(), List.of(), Set.of());
    }
    Instant now = session.clock().instant();
    Map<String, Optional<Room>> rooms = rooms(jobs, Micros.micros(now));
    Set<Topic> signals = EnumSet.noneOf(Topic.class);
    List<Runnable> answers = new ArrayList<>();
    List<Decided> decided = new ArrayList<>();
    PreparedStatement insert = session.prepare(INSERT);
    // In the order of the flows, so that two processes lock schedules in the same order.
    for (Job.Admit job : byFlow(jobs)) {
      Optional<Room> room = rooms.getOrDefault(job.row().definition().flow(), Optional.empty());
      switch (entry(job, room, signals, now)) {
        case EntryDecision.Refused refused -> answers.add(() -> refused.tell(job));
        case EntryDecision.Recorded recorded -> {
          decided.add(new Decided(job, recorded));
          bind(insert, job, recorded);
          insert.addBatch();
        }
      }
    }
    int[] written = decided.isEmpty() ? new int[0] : insert.executeBatch();
    List<Made> made = new ArrayList<>();
    for (int i = 0; i < written.length; i++) {
      if (written[i] == 1) {
        made.add(made(decided.get(i)));
      }
      answers.add(answer(decided.get(i), written[i] == 1));
      decided
          .get(i)
          .entry()
          .state()
          .ifPresent(state -> signals.add(state.isFinished() ? Topic.ENDS : Topic.QUEUE));
    }
    return new Answered(answers, made, signals);
  }

  private static List<Job.Admit> byFlow(List<Job.Admit> jobs) {
    return jobs.stream().sorted(comparing(job -> job.row().definition().flow())).toList();
  }

  private static Made made(Decided decided) {
    return new Made(
        decided.job(),
        decided.entry().state().map(state -> state.type().label()).orElse("Pending"));
  }

  /** A job that has made a run, and the name of the state in which it did. */
  record Made(Job.Admit job, String state) {}

  private record Decided(Job.Admit job, EntryDecision.Recorded entry) {}

  private EntryDecision entry(Job.Admit job, Optional<Room> room, Set<Topic> signals, Instant now)
      throws SQLException {
    DueRun due = job.due();
    if (due == null) {
      return entry(job, wait(job, room, now), null, false);
    }
    String flow = job.row().definition().flow();
    return switch (new DueTable(session, signals).take(flow, due, job.row().run(), now)) {
      case DueTable.Turn.Paused _ -> new EntryDecision.Answered(new Admission.Paused());
      case DueTable.Turn.LeftOut _ -> new EntryDecision.Answered(new Admission.LeftOut());
      case DueTable.Turn.Made made -> new EntryDecision.Answered(madeBefore(job, made.run()));
      case DueTable.Turn.Skipped skipped -> {
        String why = "run %s of the schedule was still in progress".formatted(skipped.inTheWay());
        State state = new State.Skipped(why, now);
        yield new EntryDecision.Recorded(Optional.of(state), skipped.number(), false);
      }
      case DueTable.Turn.Next next -> {
        Optional<State> behind =
            next.behind()
                .map(run ->
                    new State.Queued("waits for run %s of the schedule".formatted(run), now, 1));
        Optional<State> wait = behind.isPresent() ? behind : wait(job, room, now);
        yield entry(job, wait, next.number(), next.alone());
      }
    };
  }

  private static EntryDecision entry(
      Job.Admit job, Optional<State> wait, @Nullable Long turn, boolean alone) {
    return wait.isPresent() && !job.entry().bound() && !isRecordedWhole(job)
        ? new EntryDecision.Failed(cannotWait(job, wait.get()))
        : new EntryDecision.Recorded(wait, turn, alone);
  }

  private Admission madeBefore(Job.Admit job, RunId run) throws SQLException {
    String id = run.toString();
    Optional<Admission> own =
        again && id.equals(job.row().run()) ? writtenBefore(id) : Optional.empty();
    return own.orElseGet(() -> new Admission.Repeated(run));
  }

  private Runnable answer(Decided decided, boolean written) throws SQLException {
    Job.Admit job = decided.job();
    if (written) {
      addLabels(job);
      Admission answer = decided.entry().answer();
      return () -> job.done().complete(answer);
    }
    Optional<Admission> recorded = recorded(job);
    return recorded.isPresent() ? () -> job.done().complete(recorded.get()) : refusal(job);
  }

  private Runnable refusal(Job.Admit job) throws SQLException {
    StoreFailed why = isArchived(job) ? archived(job) : isThere(job);
    return () -> job.done().completeExceptionally(why);
  }

  private boolean isArchived(Job.Admit job) throws SQLException {
    PreparedStatement select = session.prepare(RunConditions.ARCHIVED);
    FlowKey flow = FlowKey.of(job.row().definition().flow());
    select.setString(1, flow.project());
    select.setString(2, flow.name());
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  private static StoreFailed archived(Job.Admit job) {
    String flow = "flow '" + job.row().definition().flow() + "'";
    return new StoreFailed(
        ErrorCode.CONFLICT, flow, flow + " is archived and makes no runs", "unarchive it first");
  }

  private static StoreFailed isThere(Job.Admit job) {
    return StoreFailed.conflict(
        RunId.parse(job.row().run()),
        "run " + job.row().run() + " is already in the store",
        "give the new run another id");
  }

  /** Returns whether another process could start the run from its row. */
  private static boolean isRecordedWhole(Job.Admit job) {
    return ParametersJson.readNotes(
            job.row().definition().parameterNotes(), job.row().definition().parameters())
        .isEmpty();
  }

  private static StoreFailed cannotWait(Job.Admit job, State wait) {
    String names =
        String.join(
            ", ",
            new TreeMap<>(
                    ParametersJson.readNotes(
                        job.row().definition().parameterNotes(),
                        job.row().definition().parameters()))
                .keySet());
    String why = wait instanceof State.Scheduled at ? "it is due at " + at.at() : wait.message();
    return StoreFailed.conflict(
        RunId.parse(job.row().run()),
        "the run of flow '%s' would have to wait (%s), and the values of its parameters are not recorded whole because of secrets in them: %s"
            .formatted(job.row().definition().flow(), why, names),
        "start it when it can start at once, or read the secret in a task instead");
  }

  /** Returns the room of each flow; absent for flows without a limit. */
  private Map<String, Optional<Room>> rooms(List<Job.Admit> jobs, long now) throws SQLException {
    // Sorted, so that two processes lock the rows of limits in the same order.
    Map<String, Optional<Room>> rooms = new TreeMap<>();
    for (Job.Admit job : jobs) {
      rooms.put(job.row().definition().flow(), Optional.empty());
    }
    for (Map.Entry<String, Optional<Room>> flow : rooms.entrySet()) {
      Optional<FlowLimit> limit =
          FlowLimit.locked(session.connection().connection(), flow.getKey());
      if (limit.isPresent()) {
        flow.setValue(Optional.of(new Room(limit.get(), queued(flow.getKey(), now))));
      }
    }
    return rooms;
  }

  private int queued(String flow, long now) throws SQLException {
    try (PreparedStatement select =
        session
            .connection()
            .connection()
            .prepareStatement(
                "SELECT count(*) FROM flow_run WHERE flow = ? AND state IN "
                    + RunConditions.WAITING
                    + " AND held IS NULL AND "
                    + Turns.ARRIVED
                    + " AND scheduled <= ?")) {
      select.setString(1, flow);
      select.setLong(2, now);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  /** Decides whether a run waits, and takes its place if it does not. */
  private static Optional<State> wait(Job.Admit job, Optional<Room> limited, Instant now) {
    Instant due = Micros.of(job.row().scheduled());
    if (due.isAfter(now)) {
      return Optional.of(new State.Scheduled("", now, due));
    }
    if (limited.isEmpty()) {
      return job.startsHere()
          ? Optional.empty()
          : Optional.of(new State.Queued("waits for a process that starts it", now, 1));
    }
    Room room = limited.get();
    if (job.startsHere() && !room.isTaken()) {
      room.free--;
      return Optional.empty();
    }
    room.queued++;
    String why =
        room.free <= 0
            ? "waits for the flow's limit of %,d".formatted(room.limit)
            : "waits for a process that starts it";
    return Optional.of(new State.Queued(why, now, room.queued));
  }

  private void bind(PreparedStatement insert, Job.Admit job, EntryDecision.Recorded entry)
      throws SQLException {
    BatchRows.BeginRow row = job.row();
    insert.setString(1, row.run());
    insert.setString(2, row.definition().flow());
    Bind.text(insert, 3, row.definition().version());
    insert.setString(4, row.definition().name());
    insert.setString(5, row.definition().parameters());
    Bind.text(insert, 6, row.lineage().origin().json());
    Bind.text(insert, 7, row.lineage().parent());
    Bind.text(insert, 8, row.lineage().parentTask());
    Bind.text(insert, 9, row.lineage().restartOf());
    insert.setString(10, entry.isOwned(job.entry()) ? session.self().id() : "");
    insert.setLong(11, row.created());
    insert.setLong(12, row.scheduled());
    insert.setString(
        13,
        entry
            .state()
            .map(state -> HistoryJson.write(List.of(new Transition(0, state)), new Masker()))
            .orElse(row.history()));
    insert.setString(14, row.definition().parameterNotes());
    insert.setInt(15, entry.starts() ? 1 : 0);
    insert.setString(16, entry.state().map(state -> state.type().label()).orElse("Pending"));
    insert.setString(17, entry.state().map(State::message).orElse(""));
    insert.setInt(18, job.entry().priority());
    Bind.text(insert, 19, job.entry().key().map(IndexKey::of).orElse(null));
    Bind.text(insert, 20, LabelsJson.write(job.entry().labels()));
    Bind.text(insert, 21, job.restartFrom());
    Bind.number(insert, 22, entry.turn());
    insert.setInt(23, entry.alone() ? 1 : 0);
    Bind.number(
        insert,
        24,
        entry.state().filter(State::isFinished).map(end -> Micros.micros(end.time())).orElse(null));
    Bind.text(insert, 25, row.lineage().origin().user());
    Bind.text(insert, 26, row.lineage().origin().code());
    insert.setString(27, job.entry().placement().pool());
    insert.setString(28, PlacementText.needs(job.entry().placement().needs()));
    insert.setInt(29, job.entry().placement().isolated() ? 1 : 0);
    FlowKey flow = FlowKey.of(row.definition().flow());
    insert.setString(30, flow.project());
    insert.setString(31, flow.name());
  }

  private void addLabels(Job.Admit job) throws SQLException {
    for (Map.Entry<String, String> label : job.entry().labels().entrySet()) {
      Sql.update(
          session.connection().connection(),
          "INSERT INTO run_label (name, value, run) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
          label.getKey(),
          label.getValue(),
          job.row().run());
    }
  }

  /** Returns the answer to a run that is in the store already, or whose key is. */
  private Optional<Admission> recorded(Job.Admit job) throws SQLException {
    Optional<Admission> own = again ? writtenBefore(job.row().run()) : Optional.empty();
    if (own.isPresent()) {
      return own;
    }
    if (job.entry().key().isPresent()) {
      PreparedStatement select =
          session.prepare("SELECT id FROM flow_run WHERE flow = ? AND entry_key = ?");
      select.setString(1, job.row().definition().flow());
      select.setString(2, IndexKey.of(job.entry().key().get()));
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          return Optional.of(new Admission.Repeated(RunId.parse(row.getString(1))));
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Admission> writtenBefore(String run) throws SQLException {
    PreparedStatement select = session.prepare("SELECT owner, history FROM flow_run WHERE id = ?");
    select.setString(1, run);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.empty();
      }
      State state = HistoryJson.read(row.getString(2)).getLast().state();
      boolean starts = row.getString(1).equals(session.self().id()) && !StoredRun.isWaiting(state);
      return Optional.of(starts ? new Admission.Starts() : EntryDecision.answer(state));
    }
  }
}
