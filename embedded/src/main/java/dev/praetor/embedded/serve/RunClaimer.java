package dev.praetor.embedded.serve;

import dev.praetor.Argument;
import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.embedded.run.Door;
import dev.praetor.embedded.run.FlowCode;
import dev.praetor.embedded.run.KnownFlows;
import dev.praetor.embedded.run.RunsInProgress;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.queue.ClaimedRun;
import dev.praetor.store.queue.RunQueue;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the waiting runs of the served flows, and resumes those whose process ended. */
final class RunClaimer {
  private static final Logger LOG = LoggerFactory.getLogger(RunClaimer.class);
  private final RunStore store;
  private final Door door;
  private final KnownFlows flows;
  private final RunsInProgress inProgress;
  private final Timekeeper time;
  private final Set<RunId> ofOtherCode = ConcurrentHashMap.newKeySet();

  /** The runs that were claimed and not started yet. Used by the thread of the rounds. */
  private final Queue<ClaimedRun> unstarted = new ArrayDeque<>();

  RunClaimer(
      RunStore store, Door door, KnownFlows flows, RunsInProgress inProgress, Timekeeper time) {
    this.store = store;
    this.door = door;
    this.flows = flows;
    this.inProgress = inProgress;
    this.time = time;
  }

  /**
   * Starts as many waiting runs as can start now; returns whether more may be due, for which there
   * is no room.
   */
  boolean startWaiting() {
    startClaimed();
    RunQueue.Claimed claimed;
    do {
      claimed = store.queue().claim(flows.servedKeys(), inProgress.free());
      unstarted.addAll(claimed.runs());
      startClaimed();
    } while (claimed.moreWait() && !claimed.runs().isEmpty());
    return claimed.moreWait();
  }

  /**
   * Starts the runs that were claimed.
   *
   * @throws StoreFailed if the store is away; the rest is started when it is there again
   */
  private void startClaimed() {
    for (ClaimedRun next = unstarted.peek(); next != null; next = unstarted.peek()) {
      start(next);
      unstarted.remove();
    }
  }

  private void start(ClaimedRun claimed) {
    try {
      FlowCode<?> code = flows.served(claimed.flow()).orElseThrow();
      begin(code, claimed);
    } catch (StoreFailed e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      fail(claimed, e);
    } catch (RuntimeException e) {
      fail(claimed, e);
    }
  }

  /** Ends a claimed run that cannot start. */
  void fail(ClaimedRun claimed, RuntimeException e) {
    String reason = e instanceof PraetorException ? e.getMessage() : e.toString();
    LOG.atWarn().addKeyValue("run", claimed.id()).log("the run cannot start: {}", reason);
    String why = "it could not start: " + reason;
    store.queue().end(claimed, new State.Failed(why, time.instant(), Optional.empty()));
  }

  private <R extends @Nullable Object> void begin(FlowCode<R> code, ClaimedRun claimed) {
    ClaimedRun.Made made = claimed.made();
    Argument[] arguments = arguments(code, made.parameters(), made.parameterNotes());
    LocalRun<R> local = door.recorded(code, claimed, arguments);
    RunRequest request = local.plan(arguments);
    inProgress.takeAnyway();
    var _ = inProgress.begin(local, request);
  }

  private static Argument[] arguments(
      FlowCode<?> code, String parameters, Map<String, String> notes) {
    return FlowParameters.again(code.flow(), parameters, notes, List.of()).toArray(Argument[]::new);
  }

  /**
   * Resumes the runs whose processes ended, unless too many of them died; returns false if there
   * are not enough slots.
   */
  boolean claimLost() {
    for (RunId id : store.ownersElsewhere().lost(flows.servedKeys())) {
      if (inProgress.free() == 0) {
        return false;
      }
      store.find(id).filter(StoredRun::isLost).ifPresent(this::resume);
    }
    return true;
  }

  private void resume(StoredRun run) {
    FlowCode<?> code = flows.served(run.flow()).orElseThrow();
    if (!run.version().equals(Optional.of(code.flow().spec().version()))) {
      store.queue().leaveSchedule(run.id());
      leave(run);
      return; // Runs under way end with their own code.
    }
    try {
      if (run.owner().crashes() > code.flow().definition().options().limits().crashes()) {
        store.giveUp(run);
        LOG.atWarn()
            .addKeyValue("run", run.id())
            .log("is not resumed any more: {} of its processes died", run.owner().crashes());
        return;
      }
      resume(code, run);
      LOG.atInfo()
          .addKeyValue("run", run.id())
          .log("resumes a run whose process, {}, ended", run.owner().name());
    } catch (PraetorException e) {
      if (e.code() == ErrorCode.CONFLICT || e.code() == ErrorCode.OWNERSHIP_LOST) {
        LOG.atDebug().setCause(e).log("run {} was claimed by another process", run.id());
      } else {
        LOG.atWarn().addKeyValue("run", run.id()).log("cannot be resumed: {}", e.getMessage());
      }
    }
  }

  /** Says once that a run waits for a process with the code with which it began. */
  private void leave(StoredRun run) {
    if (ofOtherCode.add(run.id())) {
      LOG.atWarn()
          .addKeyValue("run", run.id())
          .log(
              "is not resumed here, because flow '{}' has changed since the run began: restart the"
                  + " run, or serve the flow with its earlier code",
              run.flow());
    }
  }

  private <R extends @Nullable Object> void resume(FlowCode<R> code, StoredRun run) {
    var _ = door.resume(code, run, arguments(code, run.parameters(), run.parameterNotes()));
  }
}
