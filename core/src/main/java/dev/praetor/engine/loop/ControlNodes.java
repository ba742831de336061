package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.ValueReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does the work of nodes that run no task: merges, approvals, sleeps and child flows. Only child
 * flows hold a thread while they wait. For the owner of the run.
 */
final class ControlNodes {
  private final RunContext context;
  private final StartRule rule;
  private final Recorder recorder;
  private final TaskRunEnds ends;
  private final TaskRunTimers timers;
  private final ChildFlows childFlows;
  private final TurnClock clock;

  ControlNodes(
      RunContext context,
      StartRule rule,
      Recorder recorder,
      TaskRunEnds ends,
      TaskRunTimers timers,
      ChildFlows childFlows,
      TurnClock clock) {
    this.context = context;
    this.rule = rule;
    this.recorder = recorder;
    this.ends = ends;
    this.timers = timers;
    this.childFlows = childFlows;
    this.clock = clock;
  }

  /** Begins the work of a node; returns false if the node runs a task. */
  boolean begin(NodeRun run, int index) {
    switch (run.node.work()) {
      case Work.Run _ -> {
        return false;
      }
      case Work.Merge merge -> merge(run, index, merge.branches());
      case Work.Approval approval -> pause(run, index, approval);
      case Work.Wait wait -> sleep(run, index, wait);
      case Work.RunFlow child -> {
        recorder.running(run, index, clock.now(), 1);
        childFlows.start(run, index, child, Optional::empty);
      }
    }
    return true;
  }

  private void merge(NodeRun run, int index, List<Work.Branch> branches) {
    for (Work.Branch branch : branches) {
      switch (rule.branch(run, index, branch.guard())) {
        case StartRule.Verdict.Run _ -> {
          follow(run, index, branch.result());
          return;
        }
        case StartRule.Verdict.TriggerFailed failed -> {
          ends.end(run, index, failed.state(clock.now()));
          return;
        }
        case StartRule.Verdict.Skip _, StartRule.Verdict.Pause _ -> {}
      }
    }
    ends.end(run, index, new State.Skipped("no branch was taken", clock.now()));
  }

  /** Ends a merge in the state of the result of the branch that was taken. */
  private void follow(NodeRun run, int index, Source.Whole result) {
    try {
      int[] path = run.fullPath(index);
      ValueReader.Resolved value = context.values().find(result, run, path);
      if (value.present()) {
        ends.succeed(run, index, value.value());
      } else {
        ends.end(run, index, asMerged(context.values().missing(result, run, path)));
      }
    } catch (Throwable thrown) {
      fail(run, index, thrown);
    }
  }

  private State asMerged(State end) {
    Instant now = clock.now();
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

  private void fail(NodeRun run, int index, Throwable thrown) {
    Failure failure = context.masker().failure(thrown);
    ends.fail(run, index, failure, failure.summary());
  }

  private void pause(NodeRun run, int index, Work.Approval approval) {
    Instant now = clock.now();
    State.Paused paused =
        new State.Paused(approval.text(), now, approval.deadline().map(now::plus));
    recorder.enter(run, index, paused);
    resumeApproval(run, index, paused);
  }

  /** Resumes the wait for an approval, with the original deadline. */
  void resumeApproval(NodeRun run, int index, State.Paused paused) {
    paused
        .until()
        .ifPresent(deadline ->
            timers.at(
                run,
                index,
                deadline,
                () -> ends.refuse(run, index, "nobody approved it before " + deadline)));
  }

  private void sleep(NodeRun run, int index, Work.Wait wait) {
    Instant now = clock.now();
    Instant until;
    try {
      until = end(context.values().find(wait.until(), run, run.fullPath(index)), now);
    } catch (Throwable thrown) {
      fail(run, index, thrown);
      return;
    }
    if (!until.isAfter(now)) {
      ends.succeed(run, index, null);
      return;
    }
    State.Scheduled sleeping = new State.Scheduled("waits until " + until, now, until);
    recorder.enter(run, index, sleeping);
    resumeSleep(run, index, sleeping);
  }

  private static Instant end(ValueReader.Resolved until, Instant now) {
    return switch (until.value()) {
      case Duration duration -> now.plus(duration);
      case Instant instant -> instant;
      case null, default ->
          throw new IllegalArgumentException("the time to wait until is " + until.value());
    };
  }

  /** Resumes a sleep, with its original end. */
  void resumeSleep(NodeRun run, int index, State.Scheduled sleeping) {
    timers.at(run, index, sleeping.at(), () -> ends.succeed(run, index, null));
  }

  /**
   * Resumes a child flow that was running when its process ended, or begins it if it was not
   * running.
   */
  void resumeFlow(
      NodeRun run, int index, Work.RunFlow work, Supplier<Optional<RecordedRun>> before) {
    childFlows.start(run, index, work, before);
  }
}
