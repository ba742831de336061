package dev.praetor.store.write;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.Transition;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.store.model.StoreFailed;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The runs that this process may write to. Thread-safe. */
public final class OwnedRuns implements RunWriter.Events {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedRuns.class);
  private final RunWriter writer;
  private final Consumer<Collection<String>> settle;
  private final Map<RunId, Ownership> owned = new ConcurrentHashMap<>();

  /**
   * The ownership of a run.
   *
   * @param begun true if the run is in progress in this process, false if it was only claimed
   * @param ending the action that ends the run in this process
   * @param history the recorded states of a run in which no code has run yet; otherwise empty
   * @param doubted true if the lease ended before the run began, so that it may have been claimed
   */
  private record Ownership(
      int epoch,
      boolean begun,
      Consumer<PraetorException> ending,
      List<Transition> history,
      boolean doubted) {
    static Ownership of(int epoch, boolean begun) {
      return new Ownership(epoch, begun, _ -> {}, List.of(), false);
    }

    Ownership inDoubt() {
      return new Ownership(epoch, begun, ending, history, true);
    }
  }

  /**
   * A run that this process owns, and in which no code has run yet.
   *
   * @param history the recorded states of the run
   */
  public record Admitted(int epoch, List<Transition> history) {}

  /**
   * Creates an empty set of runs.
   *
   * @param settle waits until it is known whether the processes of these ids are alive
   */
  public OwnedRuns(RunWriter writer, Consumer<Collection<String>> settle) {
    this.writer = writer;
    this.settle = settle;
    writer.notify(this);
  }

  /**
   * Claims a run for this process. If only its heartbeat can tell whether the owner is alive, this
   * waits for at most the length of a lease.
   *
   * @return the new epoch of the run
   * @throws StoreFailed if the run has ended, or its owner is alive
   */
  public int claim(RunId run) {
    Ownership now = owned.get(run);
    if (now != null && now.begun()) {
      throw StoreFailed.conflict(
          run, "run " + run + " is in progress in this process", "wait until it ends");
    }
    ClaimOutcome claim = tryToClaim(run);
    if (claim instanceof ClaimOutcome.InDoubt doubt) {
      settle.accept(List.of(doubt.owner().id()));
      claim = tryToClaim(run);
    }
    return switch (claim) {
      case ClaimOutcome.Done done -> {
        owned.put(run, Ownership.of(done.epoch(), false));
        yield done.epoch();
      }
      case ClaimOutcome.InDoubt alive -> throw RunTable.inProgress(run, alive.owner().name());
    };
  }

  private ClaimOutcome tryToClaim(RunId run) {
    CompletableFuture<ClaimOutcome> done = new CompletableFuture<>();
    writer.add(new Job.Claim(run, done));
    return WriteQueue.await(done);
  }

  void begun(RunId run, int epoch) {
    owned.put(run, Ownership.of(epoch, true));
  }

  /** Sets the action that ends a run in this process, if it cannot proceed here. */
  void watch(RunId run, Consumer<PraetorException> ending) {
    owned.computeIfPresent(
        run, (_, own) -> new Ownership(own.epoch(), own.begun(), ending, List.of(), false));
  }

  void left(RunId run) {
    owned.remove(run);
  }

  /**
   * Leaves a run that cannot continue in this process to any that resumes it. That counts like a
   * death of this process, so that a run which can go on nowhere is given up, unless only the store
   * was away. Does nothing if no code of the run can have run yet.
   */
  public void abandon(RunId run, Throwable why) {
    Ownership own = owned.get(run);
    if (own != null && own.history().isEmpty() && owned.remove(run, own)) {
      boolean away = why instanceof StoreFailed failed && failed.code() == ErrorCode.UNAVAILABLE;
      try {
        writer.add(new Job.Release(run, own.epoch(), !away, !away));
        LOG.atLevel(away ? Level.DEBUG : Level.WARN)
            .addKeyValue("run", run)
            .log("cannot continue here, and is resumed: {}", text(why));
      } catch (StoreFailed closed) {
        LOG.atDebug().setCause(closed).log("the run is resumed since the store is closed");
      }
    }
  }

  /** Leaves a run that only waits to any process that resumes it. */
  public void leaveWaiting(RunId run) {
    Ownership own = owned.remove(run);
    if (own == null) {
      return;
    }
    try {
      writer.add(new Job.Release(run, own.epoch(), false, true));
    } catch (StoreFailed closed) {
      LOG.atDebug().setCause(closed).log("the run is resumed since the store is closed");
    }
  }

  /**
   * Claims a run, changes its record, and leaves the run to any that resumes it, unless it has
   * ended.
   *
   * @throws StoreFailed if the run has ended before, or its owner is alive
   */
  public void whileClaimed(RunId run, Runnable change) {
    int epoch = claim(run);
    try {
      change.run();
    } finally {
      owned.remove(run);
      writer.add(new Job.Release(run, epoch, false, true));
    }
  }

  private static String text(Throwable why) {
    return why.getMessage() == null ? why.toString() : why.getMessage();
  }

  /** Notes that this process has claimed a run that began in another one. */
  public void claimed(RunId run, int epoch) {
    owned.put(run, Ownership.of(epoch, false));
  }

  /** Notes that this process owns a run in which no code has run yet. */
  public void admitted(RunId run, int epoch, List<Transition> history) {
    owned.put(run, new Ownership(epoch, false, _ -> {}, List.copyOf(history), false));
  }

  /** Returns a run that was admitted and is not in progress yet. */
  Optional<Admitted> admitted(RunId run) {
    return Optional.ofNullable(owned.get(run))
        .filter(own -> !own.begun() && !own.history().isEmpty())
        .map(own -> new Admitted(own.epoch(), own.history()));
  }

  /** Ends a run in this process, because it is known that another one owns it. */
  public void lost(RunId run, PraetorException why) {
    Ownership own = owned.remove(run);
    if (own != null) {
      own.ending().accept(why);
    }
  }

  /** Leaves a run that was claimed to a process for which this one has claimed it. */
  public void handOver(RunId run) {
    owned.computeIfPresent(run, (_, own) -> own.begun() ? own : null);
  }

  /** Gives up a run that was admitted and is not in progress, and returns it. */
  public Optional<Admitted> release(RunId run) {
    Optional<Admitted> admitted = admitted(run);
    admitted.ifPresent(_ -> owned.remove(run));
    return admitted;
  }

  /**
   * Asks the store, if this process did not write for the length of a lease, whether it still owns
   * a run that is about to begin.
   *
   * @return completed when the run may begin; exceptional with {@link RunOwnershipLost} if another
   *     process has claimed it
   */
  CompletableFuture<?> confirmAdmitted(RunId run) {
    Ownership own = owned.get(run);
    if (own == null || !own.doubted()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Optional<String>> lost = new CompletableFuture<>();
    writer.add(new Job.Confirm(run, own.epoch(), lost));
    return lost.thenAccept(why -> {
      if (why.isPresent()) {
        owned.remove(run);
        throw new RunOwnershipLost(run, why.get());
      }
    });
  }

  /** Returns the epoch of a run that was claimed and is not in progress yet. */
  public Optional<Integer> epochOfClaimed(RunId run) {
    return Optional.ofNullable(owned.get(run)).filter(own -> !own.begun()).map(Ownership::epoch);
  }

  /** Returns the epoch of a run of this process; 0 if this process does not own it. */
  int epoch(RunId run) {
    Ownership own = owned.get(run);
    return own == null ? 0 : own.epoch();
  }

  /** Returns whether no other process can have claimed a run that is in progress here. */
  boolean isCertain(RunId run) {
    return owned.containsKey(run) && writer.holdsLease();
  }

  /**
   * Asks the store whether this process still owns a run, and ends the run here if it does not. The
   * future is completed when the run is still owned.
   */
  CompletableFuture<Void> confirm(RunId run) {
    CompletableFuture<Void> confirmed = new CompletableFuture<>();
    Ownership own = owned.get(run);
    if (own == null) {
      return confirmed;
    }
    CompletableFuture<Optional<String>> lost = new CompletableFuture<>();
    try {
      writer.add(new Job.Confirm(run, own.epoch(), lost));
    } catch (StoreFailed closed) {
      return confirmed;
    }
    var _ =
        lost.thenAccept(why -> {
          if (why.isPresent()) {
            owned.remove(run, own);
            own.ending().accept(new RunOwnershipLost(run, why.get()));
          } else {
            confirmed.complete(null);
          }
        });
    return confirmed;
  }

  @Override
  public void leaseRenewedLate() {
    owned.replaceAll((_, own) -> own.begun() ? own : own.inDoubt());
    owned.forEach((run, own) -> {
      if (own.begun()) {
        LOG.atDebug().addKeyValue("run", run).log("checks whether the run is still owned");
        var _ = confirm(run);
      }
    });
  }

  @Override
  public void broken(StoreFailed why) {
    owned.values().forEach(own -> own.ending().accept(why));
  }
}
