package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.store.db.Bind;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.Owner;
import dev.praetor.store.model.StoreFailed;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes runs and their owners. Used by one thread at a time. */
record RunTable(WriteSession session) {
  /**
   * Records that this process is alive.
   *
   * @throws WriteSession.Superseded if a later session writes for it
   */
  void beat() throws SQLException {
    PreparedStatement upsert =
        session.prepare(
            """
            INSERT INTO process (id, name, host, pid, started, boot, space, ticks, beat, uptime,
              session, beats)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            ON CONFLICT (id) DO UPDATE SET beat = excluded.beat, uptime = excluded.uptime,
              session = excluded.session, beats = process.beats + 1, ended = NULL, closed = 0
            WHERE process.session <= excluded.session
            """);
    ProcessRow self = session.self();
    long now = Micros.micros(session.clock().instant());
    upsert.setString(1, self.id());
    upsert.setString(2, self.name());
    upsert.setString(3, self.process().host());
    upsert.setLong(4, self.process().pid());
    upsert.setLong(5, now);
    upsert.setString(6, self.process().boot());
    upsert.setString(7, self.process().space());
    upsert.setLong(8, self.process().ticks());
    upsert.setLong(9, now);
    upsert.setLong(10, ProcessRow.uptime());
    upsert.setLong(11, self.session());
    if (upsert.executeUpdate() == 0) {
      throw new WriteSession.Superseded();
    }
  }

  /**
   * Keeps a later session from beginning until the transaction ends.
   *
   * @throws WriteSession.Superseded if it has begun
   */
  void requireSession() throws SQLException {
    PreparedStatement select =
        session.prepare("SELECT 1 FROM process WHERE id = ? AND session = ?" + session.lockRows());
    select.setString(1, session.self().id());
    select.setLong(2, session.self().session());
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new WriteSession.Superseded();
      }
    }
  }

  /**
   * Records that this process does not use the store any more.
   *
   * @param died true if it did not hand over its runs
   */
  void end(boolean died) throws SQLException {
    PreparedStatement update =
        session.prepare("UPDATE process SET ended = ?, closed = ? WHERE id = ?");
    update.setLong(1, Micros.micros(session.clock().instant()));
    update.setInt(2, died ? 0 : 1);
    update.setString(3, session.self().id());
    update.executeUpdate();
  }

  /**
   * Writes the first rows of runs, in one batch.
   *
   * @return for each row, true if there was no run of its id
   */
  List<Boolean> begin(List<BatchRows.BeginRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    // Not VALUES: PostgreSQL's driver rewrites batches of VALUES, and then returns no counts.
    PreparedStatement insert =
        session.prepare(
            """
            INSERT INTO flow_run (id, flow, version, name, parameters, origin, parent, parent_task,
              restart_of, owner, created, scheduled, history, parameter_notes, epoch, state, message,
              sequence, turn, pool, created_by, code)
            SELECT ?, %s, ?, ?, ?,
              COALESCE(CAST(? AS TEXT), (SELECT other.origin FROM flow_run other WHERE other.id = ?)),
              ?, ?, ?, ?, ?, ?, ?, ?, 1, 'Pending', '', 0,
              (SELECT earlier.turn FROM flow_run earlier WHERE earlier.id = ?),
              COALESCE((SELECT other.pool FROM flow_run other WHERE other.id = ?), 'default'),
              COALESCE(CAST(? AS TEXT),
                (SELECT other.created_by FROM flow_run other WHERE other.id = ?)),
              ? WHERE true
            ON CONFLICT (id) DO NOTHING
            """
                .formatted(FlowKeySql.within()));
    for (BatchRows.BeginRow row : rows) {
      bind(insert, row);
      insert.addBatch();
    }
    return Arrays.stream(insert.executeBatch()).mapToObj(count -> count == 1).toList();
  }

  private void bind(PreparedStatement insert, BatchRows.BeginRow row) throws SQLException {
    String parent = row.lineage().parent();
    String within = parent == null ? row.lineage().restartOf() : parent;
    BatchRows.Lineage lineage = row.lineage();
    int place = 0;
    insert.setString(++place, row.run());
    Bind.text(insert, ++place, within);
    insert.setString(++place, row.definition().flow());
    Bind.text(insert, ++place, row.definition().version());
    insert.setString(++place, row.definition().name());
    insert.setString(++place, row.definition().parameters());
    Bind.text(insert, ++place, lineage.origin().json());
    Bind.text(insert, ++place, within);
    Bind.text(insert, ++place, parent);
    Bind.text(insert, ++place, lineage.parentTask());
    Bind.text(insert, ++place, lineage.restartOf());
    insert.setString(++place, session.self().id());
    insert.setLong(++place, row.created());
    insert.setLong(++place, row.scheduled());
    insert.setString(++place, row.history());
    insert.setString(++place, row.definition().parameterNotes());
    Bind.text(insert, ++place, lineage.restartOf());
    Bind.text(insert, ++place, within);
    Bind.text(insert, ++place, lineage.origin().user());
    Bind.text(insert, ++place, within);
    Bind.text(insert, ++place, lineage.origin().code());
  }

  /**
   * A change of a run's own row, which is written only if this process still owns the run.
   *
   * @param flow the new state of the run; absent if it did not change
   */
  record Fence(String run, int epoch, long sequence, BatchRows.@Nullable FlowRow flow) {}

  /**
   * Writes to the rows of the runs that this process still owns, unless a later batch is recorded.
   * These rows stay locked until the transaction ends.
   *
   * @return the changes that were not written
   */
  Set<Fence> write(List<Fence> fences) throws SQLException {
    List<Fence> changed = fences.stream().filter(fence -> fence.flow() != null).toList();
    List<Fence> touched = fences.stream().filter(fence -> fence.flow() == null).toList();
    Set<Fence> others = new HashSet<>();
    addUnwritten(changed, change(changed), others);
    addUnwritten(touched, touch(touched), others);
    return others;
  }

  private static void addUnwritten(List<Fence> fences, int[] written, Set<Fence> others) {
    for (int i = 0; i < written.length; i++) {
      if (written[i] == 0) {
        others.add(fences.get(i));
      }
    }
  }

  private int[] touch(List<Fence> fences) throws SQLException {
    PreparedStatement update =
        session.prepare(
            "UPDATE flow_run SET sequence = ?"
                + " WHERE id = ? AND epoch = ? AND owner = ? AND sequence <= ?");
    for (Fence fence : fences) {
      update.setLong(1, fence.sequence());
      update.setString(2, fence.run());
      update.setInt(3, fence.epoch());
      update.setString(4, session.self().id());
      update.setLong(5, fence.sequence());
      update.addBatch();
    }
    return fences.isEmpty() ? new int[0] : update.executeBatch();
  }

  private int[] change(List<Fence> fences) throws SQLException {
    PreparedStatement update =
        session.prepare(
            """
            UPDATE flow_run
            SET state = ?, message = ?, started = ?, ended = ?, history = ?, sequence = ?
            WHERE id = ? AND epoch = ? AND owner = ? AND sequence <= ?
            """);
    for (Fence fence : fences) {
      BatchRows.FlowRow row = Objects.requireNonNull(fence.flow());
      update.setString(1, row.state());
      update.setString(2, row.message());
      Bind.number(update, 3, row.started());
      Bind.number(update, 4, row.ended());
      update.setString(5, row.history());
      update.setLong(6, fence.sequence());
      update.setString(7, fence.run());
      update.setInt(8, fence.epoch());
      update.setString(9, session.self().id());
      update.setLong(10, fence.sequence());
      update.addBatch();
    }
    return fences.isEmpty() ? new int[0] : update.executeBatch();
  }

  /** Returns the reason this process does not own a run any more. */
  String whoHas(String run) throws SQLException {
    PreparedStatement select =
        session.prepare(
            """
            SELECT p.name FROM flow_run r LEFT JOIN process p ON p.id = r.owner WHERE r.id = ?
            """);
    select.setString(1, run);
    try (ResultSet row = select.executeQuery()) {
      return row.next() ? claimedBy(row.getString(1)) : "it is no longer in the store";
    }
  }

  /** Returns the error that the owner of a run is alive. */
  static StoreFailed inProgress(RunId run, String owner) {
    return StoreFailed.conflict(
        run,
        "run %s is in progress in %s".formatted(run, owner),
        "cancel the run, or wait until it ends");
  }

  /**
   * Returns the reason this process does not own a run any more; empty if it still owns the run.
   */
  Optional<String> lost(String run, int epoch) throws SQLException {
    PreparedStatement select =
        session.prepare(
            """
            SELECT r.epoch, r.owner, p.name FROM flow_run r LEFT JOIN process p ON p.id = r.owner
            WHERE r.id = ?
            """);
    select.setString(1, run);
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        return Optional.of("it is no longer in the store");
      }
      boolean isOwn = row.getInt(1) == epoch && session.self().id().equals(row.getString(2));
      return isOwn ? Optional.empty() : Optional.of(claimedBy(row.getString(3)));
    }
  }

  private static String claimedBy(@Nullable String owner) {
    return Optional.ofNullable(owner).orElse("another process") + " has claimed it";
  }

  /** Leaves a run of this process to any that resumes it. */
  void release(Job.Release run) throws SQLException {
    PreparedStatement update =
        session.prepare(
            """
            UPDATE flow_run SET owner = ?, crashes = crashes + ?
            WHERE id = ? AND epoch = ? AND owner = ? AND ended IS NULL
            """);
    update.setString(1, Owner.NOBODY);
    update.setInt(2, run.counts() ? 1 : 0);
    update.setString(3, run.run().toString());
    update.setInt(4, run.epoch());
    update.setString(5, session.self().id());
    if (update.executeUpdate() == 1 && run.counts()) {
      NewEvent event =
          NewEvent.of(
                  EventKind.RUN_HANDED_OVER,
                  session.self().name() + " could not continue its run, which is resumed")
              .run(run.run().toString())
              .by(session.self().name())
              .with("epoch", run.epoch());
      EventTable.write(session.connection().connection(), session.clock().instant(), event);
    }
  }

  /**
   * Claims a run for this process, if its owner has certainly ended.
   *
   * @throws StoreFailed if there is no such run, it has ended, or its owner is certainly alive
   */
  ClaimOutcome claim(RunId run) throws SQLException {
    PreparedStatement select =
        session.prepare(
            "SELECT r.state, r.flow, r.epoch, r.owner, "
                + ProcessRow.COLUMNS
                + " FROM flow_run r LEFT JOIN process p ON p.id = r.owner WHERE r.id = ?");
    select.setString(1, run.toString());
    int epoch;
    int died;
    Optional<NewEvent> event;
    try (ResultSet row = select.executeQuery()) {
      Optional<ClaimOutcome> doubt = doubt(run, row);
      if (doubt.isPresent()) {
        return doubt.get();
      }
      epoch = row.getInt("epoch");
      died = hasDied(row) ? 1 : 0;
      event = claimed(run, row);
    }
    PreparedStatement update =
        session.prepare(
            """
            UPDATE flow_run SET epoch = epoch + 1, owner = ?, crashes = crashes + ?
            WHERE id = ? AND epoch = ?
            """);
    update.setString(1, session.self().id());
    update.setInt(2, died);
    update.setString(3, run.toString());
    update.setInt(4, epoch);
    if (update.executeUpdate() == 0) {
      throw StoreFailed.conflict(
          run, "run " + run + " could not be claimed: " + whoHas(run.toString()), "");
    }
    if (event.isPresent()) {
      EventTable.write(session.connection().connection(), session.clock().instant(), event.get());
    }
    return new ClaimOutcome.Done(epoch + 1);
  }

  /** Returns the event that a run of another process is claimed. */
  private Optional<NewEvent> claimed(RunId run, ResultSet row) throws SQLException {
    String owner = row.getString("owner");
    if (owner.equals(Owner.NOBODY) || owner.equals(session.self().id())) {
      return Optional.empty();
    }
    boolean died = hasDied(row);
    String before = Optional.ofNullable(row.getString("p_name")).orElse(owner);
    NewEvent event =
        NewEvent.of(
            died ? EventKind.RUN_OWNER_DIED : EventKind.RUN_HANDED_OVER,
            (died
                    ? "the process %s died; %s has claimed its run"
                    : "%s left its run; %s has claimed it")
                .formatted(before, session.self().name()));
    return Optional.of(
        event
            .flow(row.getString("flow"))
            .run(run.toString())
            .by(session.self().name())
            .with("owner", owner)
            .with("ownerName", before)
            .with("epoch", row.getInt("epoch")));
  }

  /** Returns whether a run is claimed because its owner died, rather than handed it over. */
  private boolean hasDied(ResultSet row) throws SQLException {
    String owner = row.getString("owner");
    return !owner.equals(Owner.NOBODY)
        && !owner.equals(session.self().id())
        && row.getInt("p_closed") == 0;
  }

  private Optional<ClaimOutcome> doubt(RunId run, ResultSet row) throws SQLException {
    if (!row.next()) {
      throw StoreFailed.noRun(run);
    }
    StateType state = StateType.ofLabel(row.getString("state"));
    if (state.isFinished()) {
      throw StoreFailed.conflict(
          run,
          "run %s has ended as %s, so it cannot be resumed".formatted(run, state.label()),
          "restart the run");
    }
    Optional<ProcessRow> owner = ProcessRow.of(row);
    if (owner.isEmpty() || owner.get().id().equals(session.self().id())) {
      return Optional.empty();
    }
    return switch (ProcessRow.life(row)) {
      case ENDED -> Optional.empty();
      case ALIVE -> throw inProgress(run, owner.get().name());
      case HEARD, SILENT -> Optional.of(new ClaimOutcome.InDoubt(owner.get()));
    };
  }
}
