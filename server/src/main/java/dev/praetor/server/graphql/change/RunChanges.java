package dev.praetor.server.graphql.change;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.embedded.run.DistantOrders;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.read.NamedRuns;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.RunShape;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.signal.Subscription;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The changes of runs. A run in progress in a process gets an order, and obeys it there; the record
 * of a run whose process has ended is changed at once.
 */
record RunChanges(RunStore store) {
  /** The time for which a cancelled run is given to end before its present state is the answer. */
  private static final Duration END = Duration.ofSeconds(3);

  RunId cancel(String id, String why) {
    // An owner that was heard of lately gets the order at once; whether it lives shows later.
    StoredRun run = store.settled(new NamedRuns(store).require(id), false);
    if (order(run, why)) {
      awaitEnd(run.id());
      StoredRun now = found(id);
      if (now.isLost()) {
        boolean _ = order(now, why);
      }
    }
    return run.id();
  }

  /** Cancels a run without waiting for its end; returns whether the end is still to come. */
  boolean order(StoredRun run, String why) {
    requireOpen(run);
    if (run.isLost()) {
      boolean hasNoCleanUp = store.openCleanUp(run.id()).isEmpty() || run.parent().isPresent();
      if (hasNoCleanUp) {
        store.cancelLost(run.id(), Caller.currentName(), why);
      } else {
        store.cancelWhenResumed(run.id(), Caller.currentName(), why);
      }
      return false;
    }
    store.order(run.id(), new RunOrder.Cancel(Caller.currentName(), why));
    return true;
  }

  private void awaitEnd(RunId run) {
    CountDownLatch ended = new CountDownLatch(1);
    try (Subscription _ = store.ends().await(run, ended::countDown)) {
      boolean _ = ended.await(END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  RunId pause(String id, String why) {
    StoredRun run = found(id);
    requireWhole(run);
    if (recorded(run).state().type() != StateType.PAUSED) {
      if (run.isLost()) {
        store.pauseLost(run.id(), Caller.currentName(), why);
      } else {
        new DistantOrders(store, run.id()).pause(Caller.currentName(), why);
      }
    }
    return run.id();
  }

  RunId resume(String id, String why) {
    StoredRun run = found(id);
    if (recorded(run).isGivenUp()) {
      store.reopen(run.id(), Caller.currentName(), why);
      return run.id();
    }
    requireWhole(run);
    if (run.isLost()) {
      throw StoreFailed.conflict(
          run.id(),
          "the process of run %s has ended, and the server has no code of its flow"
              .formatted(run.id()),
          "resume it where its code is: praetor runs resume " + run.id());
    }
    boolean isPaused = recorded(run).state().type() == StateType.PAUSED;
    if (!run.isWaiting() && !isPaused) {
      throw StoreFailed.conflict(
          run.id(), "run %s is not paused: it is %s".formatted(run.id(), run.state().name()), "");
    }
    new DistantOrders(store, run.id()).resume(Caller.currentName(), why);
    return run.id();
  }

  /** Approves a task run, or refuses it; returns the path of the task run. */
  TaskPath approve(StoredRun run, String task, boolean refuse, String note) {
    if (!refuse && !note.isEmpty()) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "a note is recorded with a refusal only; leave it out");
    }
    TaskPath path = TaskPath.parse(task);
    RunShape.of(store, run).require(path.node());
    StateType state =
        store.taskRun(run.id(), path).map(row -> row.state().type()).orElse(StateType.PENDING);
    if (state != StateType.PAUSED) {
      throw StoreFailed.conflict(
          run.id(),
          "task run '%s' does not wait for approval: it is %s".formatted(path, state.label()),
          "");
    }
    RunOrder order =
        refuse
            ? new RunOrder.Refuse(path.toString(), Caller.currentName(), note)
            : new RunOrder.Approve(path.toString(), Caller.currentName());
    if (run.isLost()) {
      store.order(run.id(), order); // It is obeyed when the run is resumed.
    } else {
      new DistantOrders(store, run.id()).give(order);
    }
    return path;
  }

  RunId setState(String id, StateType state, String why) {
    if (why.isBlank()) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "the state of a run is set for a reason, which is recorded; give it");
    }
    StoredRun run = found(id);
    if (!run.state().isFinished() && !run.isLost()) {
      throw StoreFailed.conflict(
          run.id(),
          "run %s is in progress in %s".formatted(run.id(), run.owner().name()),
          "cancel it first");
    }
    store.setState(run.id(), state, Caller.currentName(), why);
    return run.id();
  }

  RunId pin(String id) {
    RunId run = new NamedRuns(store).require(id).id();
    boolean _ = store.pinnedRuns().pin(run, Caller.currentName());
    return run;
  }

  RunId unpin(String id) {
    RunId run = new NamedRuns(store).require(id).id();
    boolean _ = store.pinnedRuns().unpin(run);
    return run;
  }

  RunId delete(String id) {
    StoredRun run = found(id);
    delete(run);
    return run.id();
  }

  void delete(StoredRun run) {
    if (!run.state().isFinished() && !run.isLost()) {
      throw StoreFailed.conflict(
          run.id(),
          "run %s is in progress in %s".formatted(run.id(), run.owner().name()),
          "cancel it first");
    }
    store.delete(run.id());
  }

  /** Returns the run of a name, once it is known whether its owner is alive. */
  StoredRun found(String id) {
    return store.settled(new NamedRuns(store).require(id), true);
  }

  private StoredRun recorded(StoredRun run) {
    return store.recorded(run.id()).orElse(run);
  }

  private static void requireOpen(StoredRun run) {
    if (run.state().isFinished()) {
      throw StoreFailed.conflict(
          run.id(),
          "run %s has already ended: it is %s".formatted(run.id(), run.state().name()),
          "");
    }
  }

  static void requireWhole(StoredRun run) {
    requireOpen(run);
    run.parent()
        .ifPresent(parent -> {
          throw StoreFailed.conflict(
              run.id(),
              "run %s is a part of run %s".formatted(run.id(), parent.run()),
              "give the order to that run");
        });
  }
}
