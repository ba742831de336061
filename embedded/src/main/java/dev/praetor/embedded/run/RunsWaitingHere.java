package dev.praetor.embedded.run;

import dev.praetor.RunId;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.store.model.WaitReason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The runs that wait and are bound to this process, ready to begin. Thread-safe. */
public final class RunsWaitingHere {
  private final Map<RunId, Waiting<?>> runs = new ConcurrentHashMap<>();

  /** A run that waits, with its code and its parameters. */
  public static final class Waiting<R extends @Nullable Object> {
    private final LocalRun<R> local;
    private final RunRequest request;
    private final CompletableFuture<StartedRun<R>> begun = new CompletableFuture<>();
    private volatile @Nullable List<WaitReason> reasons;

    private Waiting(LocalRun<R> local, RunRequest request) {
      this.local = local;
      this.request = request;
    }

    public RunId id() {
      return request.id();
    }

    public Instant due() {
      return request.identity().times().scheduled();
    }

    /** Begins the run, which this process has claimed. */
    public void begin(RunsInProgress inProgress) {
      inProgress.takeAnyway();
      begun.complete(inProgress.begin(local, request));
    }

    /** Notes that the run does not begin here. */
    public void fail(RuntimeException why) {
      begun.completeExceptionally(why);
    }

    /** Notes the reasons for which the run waits; returns whether they differ from those before. */
    public boolean waitsFor(List<WaitReason> now) {
      boolean differ = !now.equals(reasons);
      reasons = now;
      return differ;
    }
  }

  /**
   * Adds a run.
   *
   * @return the run as soon as it begins in this process; completed exceptionally if it is certain
   *     that it does not begin here
   */
  <R extends @Nullable Object> CompletableFuture<StartedRun<R>> add(
      LocalRun<R> local, RunRequest request) {
    Waiting<R> waiting = new Waiting<>(local, request);
    runs.put(request.id(), waiting);
    return waiting.begun;
  }

  public void remove(RunId run) {
    runs.remove(run);
  }

  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Returns the runs, in the order in which they were made. */
  public List<Waiting<?>> all() {
    return runs.values().stream()
        .sorted(Comparator.comparing((Waiting<?> run) -> run.id().toString()))
        .toList();
  }

  /** Returns the time at which the next of the runs is due. */
  public Optional<Instant> nextDue(Instant now) {
    return runs.values().stream()
        .map(Waiting::due)
        .filter(due -> due.isAfter(now))
        .min(Comparator.naturalOrder());
  }
}
