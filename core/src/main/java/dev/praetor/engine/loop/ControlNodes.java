package dev.praetor.engine.loop;

import dev.praetor.Argument;
import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.engine.Spans;
import dev.praetor.engine.Verdict;
import dev.praetor.engine.codec.LargeValue;
import dev.praetor.engine.events.Pauses;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.ValueReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final AuthorCalls calls;
  private final Pauses pauses;
  private final TurnClock clock;

  ControlNodes(
      RunContext context,
      StartRule rule,
      Recorder recorder,
      TaskRunEnds ends,
      TaskRunTimers timers,
      ChildFlows childFlows,
      AuthorCalls calls,
      Pauses pauses,
      TurnClock clock) {
    this.context = context;
    this.rule = rule;
    this.recorder = recorder;
    this.ends = ends;
    this.timers = timers;
    this.childFlows = childFlows;
    this.calls = calls;
    this.pauses = pauses;
    this.clock = clock;
  }

  /** Returns whether the work of a node is another run. */
  static boolean startsRun(GraphNode node) {
    return node.work() instanceof Work.RunFlow;
  }

  /** Begins the work of a node; returns false if the node runs a task. */
  boolean begin(NodeRun run, int index) {
    if (run.node.work() instanceof Work.Run) {
      return false;
    }
    Optional<TaskBody> replaced = context.settings().bodies().inPlaceOf(run.node);
    if (replaced.isPresent()) {
      replace(run, index, replaced.get());
      return true;
    }
    switch (run.node.work()) {
      case Work.Run _ -> {}
      case Work.Merge merge -> merge(run, index, merge.branches());
      case Work.Approval approval -> pause(run, index, approval);
      case Work.Wait wait -> sleep(run, index, wait);
      case Work.RunFlow child -> {
        boolean isFirst = run.children().attempts(index) == 0;
        recorder.running(run, index, clock.now(), 1);
        childFlows.begin(run, index, child, isFirst);
      }
    }
    return true;
  }

  /** Calls the code of a test in place of a node. */
  private void replace(NodeRun run, int index, TaskBody body) {
    recorder.running(run, index, clock.now(), 1);
    calls.call(
        run,
        index,
        () -> body.call(inputs(run, index)),
        answer -> {
          switch (answer) {
            case AuthorCalls.Answer.Value<@Nullable Object> value ->
                ends.succeed(run, index, value.value());
            case AuthorCalls.Answer.Thrown<@Nullable Object> thrown ->
                fail(run, index, thrown.failure());
          }
        });
  }

  /** Reads the arguments of a child flow, in their order; other nodes have none. */
  private @Nullable Object[] inputs(NodeRun run, int index) throws Exception {
    return run.node.work() instanceof Work.RunFlow child
        ? childFlows.arguments(run, index, child).stream().map(Argument::value).toArray()
        : new @Nullable Object[0];
  }

  private void merge(NodeRun run, int index, List<Work.Branch> branches) {
    if (branches.isEmpty()) {
      ends.end(run, index, new State.Skipped("no branch was taken", clock.now()));
      return;
    }
    Work.Branch first = branches.getFirst();
    List<Work.Branch> others = branches.subList(1, branches.size());
    rule.ofBranch(
        run,
        index,
        first.guard(),
        verdict -> {
          switch (verdict) {
            case Verdict.Run _ -> follow(run, index, first.result());
            case Verdict.TriggerFailed failed -> ends.end(run, index, failed.state(clock.now()));
            case Verdict.Skip _, Verdict.Pause _ -> merge(run, index, others);
          }
        });
  }

  /** Ends a merge in the state of the result of the branch that was taken. */
  private void follow(NodeRun run, int index, Source.Whole result) {
    Optional<LargeValue> large = context.values().findLarge(result, run.fullPath(index));
    if (large.isPresent() && passesOn(run.node, result)) {
      ends.succeed(run, index, large.get());
      return;
    }
    read(
        run,
        index,
        result,
        value -> {
          if (value.present()) {
            ends.succeed(run, index, value.value());
          } else {
            int[] path = run.fullPath(index);
            ends.end(run, index, asMerged(context.values().missing(result, run, path)));
          }
        });
  }

  /**
   * Returns whether a merge keeps results as the branch does, so that a large one need not be read.
   * The value of the flow is read after the run, when its record may be gone.
   */
  private boolean passesOn(GraphNode merge, Source.Whole result) {
    boolean isValue =
        context.request().graph().result() instanceof Source.Output(GraphNode of) && of == merge;
    return !isValue
        && result instanceof Source.Output(GraphNode branch)
        && branch.results().equals(merge.results());
  }

  /** Reads a source, and passes its value on; if that fails, the task run fails. */
  private void read(
      NodeRun run, int index, Source.Whole source, Consumer<ValueReader.Resolved> then) {
    int[] path = run.fullPath(index);
    ValueReader.Resolved plain = context.values().findPlain(source, path);
    if (plain != null) {
      then.accept(plain);
      return;
    }
    calls.call(
        run,
        index,
        () -> context.values().find(source, run, path),
        answer -> {
          switch (answer) {
            case AuthorCalls.Answer.Value<ValueReader.Resolved> read -> then.accept(read.value());
            case AuthorCalls.Answer.Thrown<ValueReader.Resolved> thrown ->
                fail(run, index, thrown.failure());
          }
        });
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

  private void fail(NodeRun run, int index, Failure failure) {
    ends.fail(run, index, failure, failure.summary());
  }

  private void pause(NodeRun run, int index, Work.Approval approval) {
    Instant now = clock.now();
    State.Paused paused =
        new State.Paused(
            approval.text(), now, approval.deadline().map(longest -> Spans.after(now, longest)));
    recorder.enter(run, index, paused);
    approval.deadline().ifPresent(longest -> refuseAfter(run, index, longest, paused));
  }

  /** Resumes the wait for an approval, for what was left of it. */
  void resumeApproval(NodeRun run, int index, State.Paused paused) {
    paused
        .until()
        .ifPresent(deadline ->
            refuseAfter(run, index, Spans.left(paused.time(), deadline, clock.date()), paused));
  }

  private void refuseAfter(NodeRun run, int index, Duration longest, State.Paused paused) {
    String message = "nobody approved it before " + paused.until().orElseThrow();
    timers.after(run, index, longest, () -> ends.refuse(run, index, message));
  }

  private void sleep(NodeRun run, int index, Work.Wait wait) {
    read(
        run,
        index,
        wait.until(),
        until -> {
          switch (until.value()) {
            case Duration length when length.isPositive() -> {
              scheduled(run, index, Spans.after(clock.now(), length));
              timers.after(run, index, length, () -> ends.succeed(run, index, null));
            }
            case Instant date when date.isAfter(clock.date()) -> {
              scheduled(run, index, Spans.bounded(date));
              timers.at(run, index, date, () -> ends.succeed(run, index, null));
            }
            case Duration _, Instant _ -> ends.succeed(run, index, null);
            case null, default -> fail(run, index, notATime());
          }
        });
  }

  private void scheduled(NodeRun run, int index, Instant until) {
    recorder.enter(run, index, new State.Scheduled("waits until " + until, clock.now(), until));
  }

  private static Failure notATime() {
    return Failure.of(new IllegalArgumentException("there is no time to wait until: it is null"));
  }

  /** Resumes a wait: until its date, or for what was left of its length. */
  void resumeSleep(NodeRun run, int index, Work.Wait wait, State.Scheduled sleeping) {
    Runnable end = () -> ends.succeed(run, index, null);
    boolean isLength =
        wait.until() instanceof Source.Constant constant && constant.value() instanceof Duration;
    if (isLength) {
      Duration left = Spans.left(sleeping.time(), sleeping.at(), clock.date());
      timers.after(run, index, left, end);
    } else {
      timers.at(run, index, sleeping.at(), end);
    }
  }

  /**
   * Resumes a child flow that was running when its process ended, or begins it if it was not
   * running; after the pause if the run is paused.
   */
  void resumeFlow(
      NodeRun run, int index, Work.RunFlow work, Supplier<Optional<RecordedRun>> before) {
    if (pauses.isPaused()) {
      pauses.hold(() -> childFlows.start(run, index, work, before));
    } else {
      childFlows.start(run, index, work, before);
    }
  }
}
