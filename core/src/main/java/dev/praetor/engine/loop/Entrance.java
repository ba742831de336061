package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Trigger;
import dev.praetor.engine.Decisions;
import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.engine.taskruns.TaskRunExtra;
import dev.praetor.engine.taskruns.ValueReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, once everything upstream is finished, whether the code of a task run may run: branches,
 * skip rule, trigger, in this order. For the owner of the run.
 */
final class Entrance {
  private final RunLoop loop;
  private final Recorder recorder;
  private final Upstreams upstreams;

  Entrance(RunLoop loop, Upstreams upstreams) {
    this.loop = loop;
    this.recorder = loop.recorder();
    this.upstreams = upstreams;
  }

  /** What was decided, with the state it means where the code does not run. */
  private record Verdict(Decisions.Entry entry, String message, Optional<Failure> failure) {
    static final Verdict RUN = new Verdict(Decisions.Entry.RUN, "", Optional.empty());

    static Verdict skip(String message) {
      return new Verdict(Decisions.Entry.SKIP, message, Optional.empty());
    }

    static Verdict triggerFailed(String message) {
      return new Verdict(Decisions.Entry.TRIGGER_FAILED, message, Optional.empty());
    }

    State state(Instant now) {
      return switch (entry) {
        case SKIP -> new State.Skipped(message, now);
        case TRIGGER_FAILED -> new State.TriggerFailed(message, now, failure);
        case PAUSE -> new State.Paused(message, now, Optional.empty());
        case RUN -> throw new IllegalStateException("no state of its own");
      };
    }
  }

  /** Whether the code of a task run may run now; otherwise what happens instead has been done. */
  boolean enters(NodeRun run, int index) {
    if (loop.takeOver().takes(run, index)) {
      return false;
    }
    if (loop.isStopping() && !loop.survivesStop(run.node)) {
      loop.cancelled(run, index);
      return false;
    }
    TaskRunExtra detail = run.children().detail(index);
    boolean approved = detail != null && detail.approved;
    Verdict verdict = verdict(run, index, approved);
    switch (verdict.entry()) {
      case RUN -> {
        return serve(run, index);
      }
      case PAUSE -> recorder.enter(run, index, verdict.state(loop.now()));
      case SKIP, TRIGGER_FAILED -> {
        recorder.enter(run, index, verdict.state(loop.now()));
        loop.finished(run, index);
      }
    }
    return false;
  }

  private Verdict verdict(NodeRun run, int index, boolean approved) {
    GraphNode node = run.node;
    Verdict branch = branch(run, index);
    if (branch.entry() != Decisions.Entry.RUN) {
      return branch;
    }
    if (node.role() == Role.CLEAN_UP) {
      return cleanUp(run, index);
    }
    if (run.startRuleApplied || approved) {
      return Verdict.RUN;
    }
    return byUpstream(run, index, upstreams.of(run, index));
  }

  /** The rules as they apply to a node as a whole: {@code index} is -1. */
  private Verdict byUpstream(NodeRun run, int index, Upstreams.UpstreamView sight) {
    Policy policy = run.node.policy();
    if (policy.skipOnUpstreamSkip() && sight.skipped() != null) {
      return Verdict.skip(
          "skipped because upstream '"
              + sight.skipped()
              + "' was skipped (.skipOnUpstreamSkip(false) turns this off)");
    }
    if (policy.trigger() instanceof Trigger.Custom custom) {
      return custom(run, index, custom);
    }
    return switch (Decisions.enter(policy.trigger(), sight.counts())) {
      case RUN -> Verdict.RUN;
      case SKIP -> Verdict.skip("everything upstream was skipped");
      case PAUSE ->
          new Verdict(
              Decisions.Entry.PAUSE,
              "waits for somebody to approve " + (index < 0 ? run.name() : run.path(index)),
              Optional.empty());
      case TRIGGER_FAILED -> Verdict.triggerFailed(unmet(run, index, policy.trigger()));
    };
  }

  private String unmet(NodeRun run, int index, Trigger trigger) {
    String blamed = upstreams.blamed(run, index);
    return "trigger "
        + trigger.name()
        + " does not hold"
        + (blamed.isEmpty() ? ": everything upstream succeeded" : ", upstream: " + blamed);
  }

  private Verdict custom(NodeRun run, int index, Trigger.Custom trigger) {
    try {
      return trigger.holds().apply(upstreams.states(run, index))
          ? Verdict.RUN
          : Verdict.triggerFailed(unmet(run, index, trigger));
    } catch (Throwable thrown) {
      Failure failure = loop.masker().failure(thrown);
      return new Verdict(
          Decisions.Entry.TRIGGER_FAILED,
          "trigger " + trigger.name() + " failed: " + failure.summary(),
          Optional.of(failure));
    }
  }

  /** Whether the branch the run stands in is the one taken. */
  private Verdict branch(NodeRun run, int index) {
    for (BranchCondition guard : run.node.guards()) {
      Verdict verdict = guard(run, index, guard);
      if (verdict.entry() != Decisions.Entry.RUN) {
        return verdict;
      }
    }
    return Verdict.RUN;
  }

  private Verdict guard(NodeRun run, int index, BranchCondition guard) {
    try {
      int[] path = index < 0 ? run.prefix : run.fullPath(index);
      ValueReader.Resolved condition = loop.values().find(guard.condition(), run, path);
      if (!condition.present()) {
        State state = loop.values().missing(guard.condition(), run, path);
        return state.type() == StateType.SKIPPED
            ? Verdict.skip("skipped because the condition of its branch was skipped")
            : Verdict.triggerFailed(
                "the condition of its branch is " + state.name() + ": " + state.message());
      }
      if (guard.isTaken(condition.value())) {
        return Verdict.RUN;
      }
      String text = String.valueOf(condition.value());
      return Verdict.skip("branch not taken: the condition is " + loop.masker().mask(text, 200));
    } catch (Throwable thrown) {
      Failure failure = loop.masker().failure(thrown);
      return new Verdict(
          Decisions.Entry.TRIGGER_FAILED,
          "the condition of its branch could not be read: " + failure.summary(),
          Optional.of(failure));
    }
  }

  private Verdict cleanUp(NodeRun run, int index) {
    GraphNode setUp = run.node.setUp().orElseThrow();
    try {
      boolean there =
          loop.values().find(new Source.Output(setUp), run, run.fullPath(index)).present();
      return there
          ? Verdict.RUN
          : Verdict.skip("there is nothing to clean up: " + setUp.name() + " did not succeed");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does what a node does that is not a task's; whether it is a task's. */
  private boolean serve(NodeRun run, int index) {
    switch (run.node.work()) {
      case Work.Run _ -> {
        return true;
      }
      case Work.Merge merge -> merge(run, index, merge.branches());
      case Work.Approval approval -> approve(run, index, approval);
      case Work.Wait wait -> loop.waits().begin(run, index, wait);
      case Work.RunFlow child -> loop.childFlows().begin(run, index, child);
    }
    return false;
  }

  private void approve(NodeRun run, int index, Work.Approval approval) {
    Instant now = loop.now();
    Optional<Instant> until = approval.deadline().map(now::plus);
    recorder.enter(run, index, new State.Paused(approval.text(), now, until));
    until.ifPresent(deadline -> expectBy(run, index, deadline));
  }

  /** One that waited for a person when its process ended waits on. */
  void pauseAgain(NodeRun run, int index) {
    if (Snapshots.of(run, index) instanceof State.Paused paused) {
      paused.until().ifPresent(deadline -> expectBy(run, index, deadline));
    }
  }

  private void expectBy(NodeRun run, int index, Instant deadline) {
    recorder.detail(run, index).timer =
        loop.timers().at(deadline, () -> overdue(run, index, deadline));
  }

  private void overdue(NodeRun run, int index, Instant deadline) {
    fail(run, index, "nobody approved until " + deadline, Optional.empty());
    loop.settle();
  }

  void fail(NodeRun run, int index, String message, Optional<Failure> failure) {
    Failure why =
        failure.orElseGet(() -> new Failure("Refused", message, "", Optional.empty(), false));
    recorder.detail(run, index).failure = why;
    recorder.enter(run, index, new State.Failed(message, loop.now(), Optional.of(why)));
    loop.finished(run, index);
  }

  private void merge(NodeRun run, int index, List<Work.Branch> branches) {
    for (Work.Branch branch : branches) {
      Verdict verdict = guard(run, index, branch.guard());
      if (verdict.entry() == Decisions.Entry.RUN) {
        follow(run, index, branch.result());
        return;
      }
      if (verdict.entry() == Decisions.Entry.TRIGGER_FAILED) {
        recorder.enter(run, index, verdict.state(loop.now()));
        loop.finished(run, index);
        return;
      }
    }
    recorder.enter(run, index, new State.Skipped("no branch was taken", loop.now()));
    loop.finished(run, index);
  }

  /** Ends as what a branch returned ended. */
  private void follow(NodeRun run, int index, Source.Whole result) {
    try {
      int[] path = run.fullPath(index);
      ValueReader.Resolved value = loop.values().find(result, run, path);
      if (value.present()) {
        recorder.success(run, index, value.value(), loop.now());
      } else {
        recorder.enter(run, index, asMerged(loop.values().missing(result, run, path)));
      }
      loop.finished(run, index);
    } catch (Throwable thrown) {
      Failure failure = loop.masker().failure(thrown);
      fail(run, index, failure.summary(), Optional.of(failure));
    }
  }

  private State asMerged(State end) {
    Instant now = loop.now();
    return switch (end) {
      case State.Skipped skipped -> new State.Skipped(skipped.message(), now);
      case State.Cancelled cancelled -> new State.Cancelled(cancelled.message(), now);
      default ->
          new State.TriggerFailed(
              "the branch that was taken is " + end.name() + ": " + end.message(),
              now,
              Optional.empty());
    };
  }

  /** Branches that are the same for all children of a node. */
  @Nullable State wholeBranch(NodeRun run) {
    for (BranchCondition guard : run.node.guards()) {
      boolean same = loop.sharedWith(run.node, guard.condition()) <= run.level();
      if (same) {
        Verdict verdict = guard(run, -1, guard);
        if (verdict.entry() != Decisions.Entry.RUN) {
          return verdict.state(loop.now());
        }
      }
    }
    return null;
  }

  /** Skip rule and trigger for a node as a whole; no state means that it goes on. */
  @Nullable State whole(NodeRun run) {
    Verdict verdict = byUpstream(run, -1, upstreams.ofNode(run));
    return verdict.entry() == Decisions.Entry.RUN ? null : verdict.state(loop.now());
  }
}
