package dev.praetor.server.graphql.change;

import dev.praetor.RunId;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.ErrorTranslation;
import dev.praetor.store.RunStore;
import dev.praetor.store.audit.row.AuditTarget;
import dev.praetor.store.audit.row.OpenChange;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The results of a change of many runs, refusals first.
 *
 * @param matched the number of runs that the filter matched
 */
record ManyRuns(int matched, List<ManyRuns.Result> all) {
  /** The number of runs that are changed at a time; others can use the writer in between. */
  private static final int BATCH = 50;

  /** The time after which no further run is changed, as the caller waits. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  ManyRuns {
    all = all.stream().sorted(Comparator.comparing(Result::isAccepted)).toList();
  }

  /** A change of one run. */
  @FunctionalInterface
  interface Change {
    /** Changes the run; returns the run that was made by that, if one was. */
    Optional<RunId> of(StoredRun run);
  }

  /**
   * The result for a run.
   *
   * @param error the reason for which it was not changed
   * @param made the run that was made by the change
   */
  record Result(RunId run, Optional<ApiError> error, Optional<RunId> made) {
    boolean isAccepted() {
      return error.isEmpty();
    }

    static Result refused(RunId run, Throwable why) {
      return new Result(run, Optional.of(ErrorTranslation.of(why)), Optional.empty());
    }
  }

  /** Changes runs, as many as the time permits, in batches. */
  static ManyRuns change(RunStore store, List<RunId> runs, Change change) {
    long began = System.nanoTime();
    List<Result> all = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("many-runs-", 0).factory())) {
      for (int i = 0; i < runs.size() && !isOver(began); i += BATCH) {
        all.addAll(
            batch(store, threads, runs.subList(i, Math.min(runs.size(), i + BATCH)), change));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The rest is left.
    }
    ManyRuns done = new ManyRuns(runs.size(), all);
    OpenChange.current()
        .ifPresent(whole ->
            whole.remark(
                "%,d runs were changed, %,d refused, and %,d not reached in time"
                    .formatted(done.accepted(), done.refused(), done.left())));
    return done;
  }

  static boolean isOver(long began) {
    return System.nanoTime() - began > LONGEST.toNanos();
  }

  private static List<Result> batch(
      RunStore store, ExecutorService threads, List<RunId> runs, Change change)
      throws InterruptedException {
    Caller caller = Caller.current();
    Optional<OpenChange> whole = OpenChange.current();
    List<Callable<Result>> changes = new ArrayList<>();
    for (RunId run : runs) {
      Callable<Result> one = () -> change(store, run, change);
      Optional<OpenChange> part = whole.map(each -> each.part(AuditTarget.run(run.toString())));
      changes.add(caller.calling(part.isPresent() ? () -> part.get().making(one) : one));
    }
    List<Result> results = new ArrayList<>();
    List<Future<Result>> done = threads.invokeAll(changes);
    for (int i = 0; i < done.size(); i++) {
      try {
        results.add(done.get(i).get());
      } catch (ExecutionException e) {
        results.add(Result.refused(runs.get(i), e.getCause() == null ? e : e.getCause()));
      }
    }
    return results;
  }

  private static Result change(RunStore store, RunId id, Change change) {
    StoredRun run = store.find(id).orElseThrow(() -> StoreFailed.noRun(id));
    Caller.current().requireIn(FlowKey.of(run.flow()).project());
    return new Result(id, Optional.empty(), change.of(store.settled(run, false)));
  }

  int accepted() {
    return (int) all.stream().filter(Result::isAccepted).count();
  }

  int refused() {
    return all.size() - accepted();
  }

  /** Returns the number of runs that were not reached in time. */
  int left() {
    return matched - all.size();
  }

  List<Result> results(int first) {
    return all.stream().limit(first).toList();
  }
}
