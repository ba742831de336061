package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.write.OwnerWatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The other processes that own runs, or that waiting runs are bound to, for a process that resumes
 * the runs of ended processes. A process on this machine is known to have ended at once, any other
 * when its heartbeat has stood still for the length of a lease. Used by one thread.
 */
public final class OwnersElsewhere {
  /** The longest time between two looks at a heartbeat that counts as silence of its owner. */
  private static final long LONGEST_STEP = ProcessRow.BEAT.toNanos();

  private final QueryRunner query;
  private final OwnerWatch watch;
  private final ServingProcess self;
  private final Map<String, Silence> silent = new HashMap<>();
  private List<ProcessId> running = List.of();

  /**
   * Creates the access to owners.
   *
   * @param self this process
   */
  public OwnersElsewhere(QueryRunner query, OwnerWatch watch, ServingProcess self) {
    this.query = query;
    this.watch = watch;
    this.self = self;
  }

  /**
   * The silence of a process.
   *
   * @param beat its last heartbeat
   * @param nanos the length of the silence
   * @param looked the time of the last look
   */
  private record Silence(ProcessRow.Beat beat, long nanos, long looked) {}

  /** A process; if it is not in the store, it has no row and has ended. */
  private record Owner(
      String id, OwnerLife life, Optional<ProcessRow> process, ProcessRow.Beat beat) {}

  /**
   * Returns the runs of these flows that have begun and not ended, and whose processes have ended,
   * oldest first and without the runs within other runs.
   */
  public List<RunId> lost(Set<String> flows) {
    if (flows.isEmpty()) {
      return List.of();
    }
    FlowNames names = FlowNames.of(flows, self).fitting(self.fit(query));
    List<RunId> lost = new ArrayList<>(runs("", names)); // Of nobody: a person opened them again.
    List<ProcessId> alive = new ArrayList<>();
    List<Owner> all = owners(names);
    for (Owner owner : all) {
      if (hasEnded(owner)) {
        lost.addAll(runs(owner.id(), names));
      } else {
        owner.process().map(ProcessRow::process).ifPresent(alive::add);
      }
    }
    silent.keySet().retainAll(all.stream().map(Owner::id).toList());
    running = alive.stream().filter(process -> process.sign() == ProcessId.Sign.RUNNING).toList();
    return lost;
  }

  /**
   * Returns whether an owner on this machine has ended since {@link #lost} was asked; reads only
   * what the kernel tells.
   */
  public boolean hasAnyEnded() {
    return running.stream().anyMatch(process -> process.sign() == ProcessId.Sign.GONE);
  }

  /** Returns whether {@link #hasAnyEnded} can tell anything. */
  public boolean hasNeighbours() {
    return !running.isEmpty();
  }

  private List<Owner> owners(FlowNames names) {
    List<Object> bound = names.bound(self.id());
    return query.all(
        "SELECT o.owner, "
            + ProcessRow.COLUMNS
            + " FROM (SELECT DISTINCT owner FROM flow_run WHERE "
            + names.condition()
            + " AND owner NOT IN ('', ?) AND ended IS NULL AND parent IS NULL"
            + ") o LEFT JOIN process p ON p.id = o.owner ORDER BY o.owner",
        bound,
        OwnersElsewhere::owner);
  }

  private static Owner owner(ResultSet row) throws SQLException {
    return new Owner(
        row.getString("owner"), ProcessRow.life(row), ProcessRow.of(row), ProcessRow.beat(row));
  }

  private boolean hasEnded(Owner owner) {
    return switch (owner.life()) {
      case ENDED -> true;
      case ALIVE, HEARD -> {
        silent.remove(owner.id());
        yield false;
      }
      case SILENT -> isSilentForLease(owner);
    };
  }

  private boolean isSilentForLease(Owner owner) {
    long now = System.nanoTime();
    Silence before = silent.get(owner.id());
    long nanos = 0;
    if (before != null && before.beat().equals(owner.beat())) {
      // A step in which this process itself stood still says nothing about the owner.
      nanos = before.nanos() + Math.min(now - before.looked(), LONGEST_STEP);
    }
    silent.put(owner.id(), new Silence(owner.beat(), nanos, now));
    if (nanos < ProcessRow.LEASE.toNanos()) {
      return false;
    }
    watch.end(owner.id(), owner.beat());
    return true;
  }

  private List<RunId> runs(String owner, FlowNames names) {
    List<Object> bound = names.bound(owner);
    return query.all(
        "SELECT id FROM flow_run WHERE "
            + names.condition()
            + " AND owner = ? AND "
            + RunConditions.IN_PROGRESS
            + " ORDER BY created, id",
        bound,
        row -> RunId.parse(row.getString("id")));
  }
}
