package dev.praetor.embedded.run;

import dev.praetor.Argument;
import dev.praetor.RunId;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.queue.ClaimedRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The door through which each run enters: its parameters are checked, the store admits it, and it
 * starts at once or waits. Thread-safe.
 */
public final class Door {
  private final RunStore store;
  private final RunsInProgress inProgress;
  private final RunsWaitingHere waiting;

  public Door(RunStore store, RunsInProgress inProgress, RunsWaitingHere waiting) {
    this.store = store;
    this.inProgress = inProgress;
    this.waiting = waiting;
  }

  /**
   * The outcome of an entry.
   *
   * @param isNew false if an earlier entry with the same key made the run
   * @param started the run as soon as it has started in this process
   * @param given the arguments with which the run was made; empty if they are read from its record
   */
  public record Entered<R extends @Nullable Object>(
      RunId run, boolean isNew, CompletableFuture<StartedRun<R>> started, List<Argument> given) {
    public Entered {
      given = List.copyOf(given);
    }

    static <R extends @Nullable Object> Entered<R> here(
        RunRequest request, CompletableFuture<StartedRun<R>> started) {
      List<Argument> given = new ArrayList<>();
      request.parameters().forEach((name, value) -> given.add(new Argument(name, value)));
      return new Entered<>(request.id(), true, started, given);
    }

    static <R extends @Nullable Object> Entered<R> started(RunRequest request, StartedRun<R> run) {
      return here(request, CompletableFuture.completedFuture(run));
    }

    /** Returns a recorded run that was made elsewhere or before. */
    public static <R extends @Nullable Object> Entered<R> recorded(RunId run) {
      return elsewhere(run, false);
    }

    static <R extends @Nullable Object> Entered<R> elsewhere(RunId run, boolean isNew) {
      return new Entered<>(run, isNew, new CompletableFuture<>(), List.of());
    }
  }

  /**
   * Admits a run, and starts it unless it waits. The outcome is durable.
   *
   * @param local the run to start
   * @param restartFrom the place from which a restart runs again; absent for any other run
   * @throws dev.praetor.InvalidRun if the flow cannot run with these arguments; nothing is recorded
   */
  public <R extends @Nullable Object> Entered<R> enter(
      FlowCode<R> code,
      LocalRun<R> local,
      RunEntry entry,
      Optional<String> restartFrom,
      Argument... arguments) {
    RunRequest request = local.planToRecord(arguments);
    boolean hasSlot = inProgress.take();
    try {
      Admission answer = code.journal().admit(request.start(), entry, hasSlot, restartFrom);
      return switch (answer) {
        case Admission.Starts _ -> {
          hasSlot = false;
          yield Entered.started(request, inProgress.begin(local, request));
        }
        case Admission.Waits _ ->
            entry.bound()
                ? Entered.here(request, waiting.add(local, request))
                : Entered.elsewhere(request.id(), true);
        case Admission.Repeated repeated -> Entered.recorded(repeated.run());
        case Admission.Skips _, Admission.Paused _, Admission.LeftOut _ ->
            throw new IllegalStateException("answer to a run that no schedule makes: " + answer);
      };
    } finally {
      if (hasSlot) {
        inProgress.giveBack();
      }
    }
  }

  /**
   * Admits a run that is due by a schedule, and starts it unless it waits or does not take place.
   *
   * @param local the run to start
   * @throws dev.praetor.InvalidRun if the flow cannot run with these arguments; nothing is recorded
   */
  public <R extends @Nullable Object> Admission enter(
      FlowCode<R> code, LocalRun<R> local, DueRun due, Argument... arguments) {
    RunRequest request = local.planToRecord(arguments);
    boolean hasSlot = inProgress.take();
    try {
      Admission answer = code.journal().admitDue(request.start(), RunEntry.PLAIN, due, hasSlot);
      if (answer instanceof Admission.Starts) {
        hasSlot = false;
        var _ = inProgress.begin(local, request);
      }
      return answer;
    } finally {
      if (hasSlot) {
        inProgress.giveBack();
      }
    }
  }

  /**
   * Records a run that waits, in the transaction of a caller's connection; it starts after the
   * caller has committed.
   *
   * @throws SQLException if the database refuses; the transaction can only be rolled back then
   */
  public <R extends @Nullable Object> Entered<R> enter(
      Connection connection,
      FlowCode<R> code,
      LocalRun<R> local,
      RunEntry entry,
      Argument... arguments)
      throws SQLException {
    RunRequest request = local.planToRecord(arguments);
    Admission answer = code.journal().admit(connection, request.start(), entry.withBound(false));
    return answer instanceof Admission.Repeated repeated
        ? Entered.recorded(repeated.run())
        : Entered.elsewhere(request.id(), true);
  }

  /**
   * Resumes a run whose process has ended, also if no slot is free, as it began before.
   *
   * @throws StoreFailed if the run has ended or was run with other code, or its owner is alive
   */
  public <R extends @Nullable Object> Entered<R> resume(
      FlowCode<R> code, StoredRun run, Argument... arguments) {
    LocalRun<R> fresh = code.fresh();
    LocalRun<R> local;
    RunRequest request;
    try {
      local = fresh.named(run.name()).resuming(store.resume(run, code.flow()));
      request = local.plan(arguments);
    } catch (RuntimeException | Error e) {
      store.queue().abandon(run.id(), e);
      throw e;
    }
    inProgress.takeAnyway();
    return Entered.started(request, inProgress.begin(local, request));
  }

  /**
   * Adopts a run that waits and that no living process starts: it is bound to this process, which
   * begins it when it can start.
   *
   * @throws StoreFailed if the run does not wait, was made with other code, or is bound to a
   *     process that may be alive
   */
  public <R extends @Nullable Object> Entered<R> adopt(
      FlowCode<R> code, StoredRun run, Argument... arguments) {
    if (!run.version().equals(Optional.of(code.flow().spec().version()))) {
      throw StoreFailed.conflict(
          run.id(),
          "flow '%s' has changed since run %s was made".formatted(run.flow(), run.id()),
          "cancel it, and start a new run");
    }
    ClaimedRun bound = store.boundRuns().bind(run.id());
    LocalRun<R> local = recorded(code, bound, arguments);
    RunRequest request = local.plan(arguments);
    return Entered.here(request, waiting.add(local, request));
  }

  /** Returns a run that waits as it was recorded, with its identity. */
  public <R extends @Nullable Object> LocalRun<R> recorded(
      FlowCode<R> code, ClaimedRun claimed, Argument... arguments) {
    LocalRun<R> local =
        claimed
            .restartOf()
            .map(earlier -> restarted(code, earlier, claimed, List.of(arguments)))
            .orElseGet(code::fresh);
    return local
        .withId(claimed.id())
        .named(claimed.made().name())
        .scheduledAt(claimed.made().due());
  }

  private <R extends @Nullable Object> LocalRun<R> restarted(
      FlowCode<R> code, RunId earlier, ClaimedRun claimed, List<Argument> arguments) {
    StoredRun before = store.find(earlier).orElseThrow(() -> StoreFailed.noRun(earlier));
    String from = claimed.restartFrom().orElse("failed");
    return PlannedRestart.of(store, code.flow(), before, from, arguments).fresh(code);
  }
}
