package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.store.db.Bind;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.ProcessRow;
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

/** Writes runs and who owns them. For the writer alone. */
record RunTable(WriteSession session) {
  /** Writes that this process is there, or still is. */
  void beat() throws SQLException {
    PreparedStatement upsert =
        session.prepare(
            """
            INSERT INTO process (id, name, host, pid, started, beat) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET beat = excluded.beat
            """);
    ProcessRow self = session.self();
    upsert.setString(1, self.id());
    upsert.setString(2, self.name());
    upsert.setString(3, self.process().host());
    upsert.setLong(4, self.process().pid());
    upsert.setLong(5, Micros.micros(self.process().started()));
    upsert.setLong(6, Micros.micros(session.clock().instant()));
    upsert.executeUpdate();
  }

  /** Writes that this process does not use the store any more. */
  void end() throws SQLException {
    PreparedStatement update = session.prepare("UPDATE process SET ended = ? WHERE id = ?");
    update.setLong(1, Micros.micros(session.clock().instant()));
    update.setString(2, session.self().id());
    update.executeUpdate();
  }

  /** Writes the version of a flow, unless it is there. */
  void version(Job.Version version) throws SQLException {
    if (session.versions().contains(version.hash())) {
      return;
    }
    PreparedStatement insert =
        session.prepare(
            """
            INSERT INTO flow_version (hash, flow, spec) VALUES (?, ?, ?)
            ON CONFLICT (hash) DO NOTHING
            """);
    insert.setString(1, version.hash());
    insert.setString(2, version.flow());
    insert.setString(3, version.spec());
    insert.executeUpdate();
  }

  /**
   * Begins runs, in one batch.
   *
   * @return for each whether there was no run of its id yet
   */
  List<Boolean> begin(List<BatchRows.BeginRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    // Not VALUES: batches of those the driver of PostgreSQL rewrites, and then it cannot count.
    PreparedStatement insert =
        session.prepare(
            """
            INSERT INTO flow_run (id, flow, version, name, parameters, origin, parent, parent_task,
              restart_of, owner, created, scheduled, history, epoch, state, message, sequence)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'Pending', '', 0 WHERE true
            ON CONFLICT (id) DO NOTHING
            """);
    for (BatchRows.BeginRow row : rows) {
      bind(insert, row);
      insert.addBatch();
    }
    return Arrays.stream(insert.executeBatch()).mapToObj(count -> count == 1).toList();
  }

  private void bind(PreparedStatement insert, BatchRows.BeginRow row) throws SQLException {
    insert.setString(1, row.run());
    insert.setString(2, row.definition().flow());
    Bind.text(insert, 3, row.definition().version());
    insert.setString(4, row.definition().name());
    insert.setString(5, row.definition().parameters());
    insert.setString(6, row.lineage().origin());
    Bind.text(insert, 7, row.lineage().parent());
    Bind.text(insert, 8, row.lineage().parentTask());
    Bind.text(insert, 9, row.lineage().restartOf());
    insert.setString(10, session.self().id());
    insert.setLong(11, row.created());
    insert.setLong(12, row.scheduled());
    insert.setString(13, row.history());
  }

  /**
   * A change of a run's own row, written only if the run is still this process's.
   *
   * @param flow its state, if that changed
   */
  record Fence(String run, int epoch, long sequence, BatchRows.@Nullable FlowRow flow) {}

  /**
   * Writes to the rows of runs, where they are still this process's. Those rows stay locked until
   * the transaction ends.
   *
   * @return those that are not this process's any more
   */
  Set<Fence> write(List<Fence> guards) throws SQLException {
    List<Fence> changed = guards.stream().filter(guard -> guard.flow() != null).toList();
    List<Fence> touched = guards.stream().filter(guard -> guard.flow() == null).toList();
    Set<Fence> lost = new HashSet<>();
    lost(changed, change(changed), lost);
    lost(touched, touch(touched), lost);
    return lost;
  }

  private static void lost(List<Fence> guards, int[] written, Set<Fence> lost) {
    for (int i = 0; i < written.length; i++) {
      if (written[i] == 0) {
        lost.add(guards.get(i));
      }
    }
  }

  private int[] touch(List<Fence> guards) throws SQLException {
    PreparedStatement update =
        session.prepare("UPDATE flow_run SET sequence = ? WHERE id = ? AND epoch = ?");
    for (Fence guard : guards) {
      update.setLong(1, guard.sequence());
      update.setString(2, guard.run());
      update.setInt(3, guard.epoch());
      update.addBatch();
    }
    return guards.isEmpty() ? new int[0] : update.executeBatch();
  }

  private int[] change(List<Fence> guards) throws SQLException {
    PreparedStatement update =
        session.prepare(
            """
            UPDATE flow_run
            SET state = ?, message = ?, started = ?, ended = ?, history = ?, sequence = ?
            WHERE id = ? AND epoch = ?
            """);
    for (Fence guard : guards) {
      BatchRows.FlowRow row = Objects.requireNonNull(guard.flow());
      update.setString(1, row.state());
      update.setString(2, row.message());
      Bind.number(update, 3, row.started());
      Bind.number(update, 4, row.ended());
      update.setString(5, row.history());
      update.setLong(6, guard.sequence());
      update.setString(7, guard.run());
      update.setInt(8, guard.epoch());
      update.addBatch();
    }
    return guards.isEmpty() ? new int[0] : update.executeBatch();
  }

  /** The reason a run is not this process's any more. */
  String whoHas(String run) throws SQLException {
    PreparedStatement select =
        session.prepare(
            """
            SELECT p.name FROM flow_run r LEFT JOIN process p ON p.id = r.owner WHERE r.id = ?
            """);
    select.setString(1, run);
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.ofNullable(row.getString(1)).orElse("another process") + " has taken it over"
          : "it is not in the store any more";
    }
  }

  /**
   * Makes a run this process's.
   *
   * @return its new epoch
   * @throws StoreFailed if there is none, it has ended, or its owner lives
   */
  int claim(RunId run) throws SQLException {
    int epoch = claimable(run);
    PreparedStatement update =
        session.prepare(
            """
            UPDATE flow_run SET epoch = epoch + 1, owner = ? WHERE id = ? AND epoch = ?
            """);
    update.setString(1, session.self().id());
    update.setString(2, run.toString());
    update.setInt(3, epoch);
    if (update.executeUpdate() == 0) {
      throw StoreFailed.conflict(
          run, "run " + run + " could not be claimed: " + whoHas(run.toString()), "");
    }
    return epoch + 1;
  }

  private int claimable(RunId run) throws SQLException {
    PreparedStatement select =
        session.prepare(
            "SELECT r.state, r.epoch, "
                + ProcessRow.COLUMNS
                + " FROM flow_run r LEFT JOIN process p ON p.id = r.owner WHERE r.id = ?");
    select.setString(1, run.toString());
    try (ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw StoreFailed.noRun(run);
      }
      StateType state = StateType.ofLabel(row.getString("state"));
      if (state.isFinished()) {
        throw StoreFailed.conflict(
            run,
            "run %s has ended as %s, so it cannot be resumed".formatted(run, state.label()),
            "restart it");
      }
      Optional<ProcessRow> owner = ProcessRow.living(row, session.clock());
      if (owner.filter(other -> !other.id().equals(session.self().id())).isPresent()) {
        throw StoreFailed.conflict(
            run,
            "run %s is in progress in %s".formatted(run, owner.get().name()),
            "cancel it, or wait until it ends");
      }
      return row.getInt("epoch");
    }
  }
}
