package dev.praetor.engine.loop;

import dev.praetor.Argument;
import dev.praetor.Failure;
import dev.praetor.FlowResult;
import dev.praetor.RunFailed;
import dev.praetor.State;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs the nodes that run another flow, in this process. Each child run is awaited by a thread of
 * its own. For the owner of the run.
 */
final class ChildFlows {
  private final RunContext context;
  private final ChildRun.Starter starter;
  private final TaskRunEnds ends;
  private final TurnClock clock;
  private final Map<String, Running> running = new LinkedHashMap<>();

  /** A child run, which is registered before its thread has started it. */
  private static final class Running {
    private final NodeRun run;
    private final int index;
    private volatile Optional<ChildRun> started = Optional.empty();
    private volatile boolean cancelled;

    Running(NodeRun run, int index) {
      this.run = run;
      this.index = index;
    }

    String path() {
      return run.path(index);
    }

    void cancel(String why) {
      cancelled = true;
      started.ifPresent(child -> child.cancel(why));
    }
  }

  ChildFlows(RunContext context, ChildRun.Starter starter, TaskRunEnds ends, TurnClock clock) {
    this.context = context;
    this.starter = starter;
    this.ends = ends;
    this.clock = clock;
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /**
   * Starts the run of a node that is recorded as running.
   *
   * @param before supplies the record of the child run; called in the thread of the child
   */
  void start(NodeRun run, int index, Work.RunFlow work, Supplier<Optional<RecordedRun>> before) {
    Running child = new Running(run, index);
    running.put(child.path(), child);
    context.startThread(
        child.path(), () -> context.offer(new Command(followed(child, work, before))));
  }

  /** Runs the child; returns the action by which the owner ends the node. */
  private Runnable followed(
      Running child, Work.RunFlow work, Supplier<Optional<RecordedRun>> before) {
    try {
      ChildRun started =
          starter.start(
              context,
              new ChildRun.Request(
                  work.flow(), child.path(), before.get(), arguments(child, work)));
      child.started = Optional.of(started);
      if (child.cancelled) {
        started.cancel("the run around it was cancelled");
      }
      FlowResult<?> result = started.await();
      return () -> ended(child, work.flow().name(), result);
    } catch (RunOwnershipLost lost) {
      return () -> {
        throw lost;
      };
    } catch (Throwable thrown) {
      Failure failure = context.masker().failure(thrown);
      return () -> failed(child, failure);
    }
  }

  private List<Argument> arguments(Running child, Work.RunFlow work) throws Exception {
    List<Argument> read = new ArrayList<>();
    int[] path = child.run.fullPath(child.index);
    for (Argument argument : work.arguments()) {
      Object value =
          argument.value() instanceof Source.Whole source
              ? context.values().find(source, child.run, path).value()
              : argument.value();
      read.add(new Argument(argument.name(), value));
    }
    return read;
  }

  private void ended(Running child, String flow, FlowResult<?> result) {
    running.remove(child.path());
    State state = result.state();
    String name = "run " + result.id() + " of flow '" + flow + "' ";
    if (state.isSuccessful()) {
      ends.succeed(child.run, child.index, result.value());
    } else if (state instanceof State.Cancelled) {
      State cancelled = new State.Cancelled(name + "was cancelled", clock.now());
      ends.end(child.run, child.index, cancelled);
    } else {
      String why = name + "is " + state.name() + ": " + state.message();
      failed(child, Failure.of(new RunFailed(result.id(), why, state)).permanently());
    }
  }

  private void failed(Running child, Failure failure) {
    running.remove(child.path());
    ends.fail(child.run, child.index, failure, failure.message());
  }

  void cancelAll(String why) {
    running.values().forEach(child -> child.cancel(why));
  }

  /** Leaves all child runs, because another process owns their parent run. */
  void leaveAll(String why) {
    running.values().forEach(child -> child.started.ifPresent(run -> run.leave(why)));
  }
}
