package dev.praetor.engine.loop;

import dev.praetor.Argument;
import dev.praetor.Failure;
import dev.praetor.FlowResult;
import dev.praetor.RunFailed;
import dev.praetor.State;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Nodes that run another flow, in this process. */
final class ChildFlows {
  private final RunLoop loop;
  private final Map<String, Running> running = new LinkedHashMap<>();

  /** One child run, once it has started. */
  private static final class Running {
    private final NodeRun run;
    private final int index;
    private volatile Optional<StartedRun<?>> flow = Optional.empty();
    private volatile boolean cancelled;

    Running(NodeRun run, int index) {
      this.run = run;
      this.index = index;
    }

    void cancel(String why) {
      cancelled = true;
      flow.ifPresent(child -> child.cancel(why));
    }
  }

  ChildFlows(RunLoop loop) {
    this.loop = loop;
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  void begin(NodeRun run, int index, Work.RunFlow work) {
    loop.recorder().running(run, index, loop.now(), 1);
    start(run, index, work, Optional::empty);
  }

  /** One that was under way when its process ended goes on, or begins if it had not. */
  void goOn(NodeRun run, int index, Work.RunFlow work) {
    start(run, index, work, () -> loop.takeOver().child(run.path(index), work.flow()));
  }

  private void start(
      NodeRun run, int index, Work.RunFlow work, Supplier<Optional<RecordedRun>> before) {
    Running child = new Running(run, index);
    running.put(run.path(index), child);
    Thread.ofVirtual()
        .name("run-" + loop.id() + "/" + run.path(index))
        .start(() -> loop.offer(new Command(followed(child, work, before))));
  }

  /** Runs the child and says what its end means for the node. */
  private Runnable followed(
      Running child, Work.RunFlow work, Supplier<Optional<RecordedRun>> before) {
    try {
      LocalRun<?> local = LocalRun.of(work.flow()).within(loop, child.run.path(child.index));
      Optional<RecordedRun> known = before.get();
      StartedRun<?> flow =
          (known.isPresent() ? local.resuming(known.get()) : local).begin(arguments(child, work));
      child.flow = Optional.of(flow);
      if (child.cancelled) {
        flow.cancel("the run around it was cancelled");
      }
      FlowResult<?> result = flow.await();
      return () -> ended(child, work, result);
    } catch (RunOwnershipLost taken) {
      return () -> {
        throw taken;
      };
    } catch (Throwable thrown) {
      Failure failure = loop.masker().failure(thrown);
      return () -> failed(child, failure);
    }
  }

  private Argument[] arguments(Running child, Work.RunFlow work) throws Exception {
    List<Argument> read = new ArrayList<>();
    int[] path = child.run.fullPath(child.index);
    for (Argument argument : work.arguments()) {
      Object value =
          argument.value() instanceof Source.Whole source
              ? loop.values().find(source, child.run, path).value()
              : argument.value();
      read.add(new Argument(argument.name(), value));
    }
    return read.toArray(Argument[]::new);
  }

  private void ended(Running child, Work.RunFlow work, FlowResult<?> result) {
    running.remove(child.run.path(child.index));
    State state = result.state();
    if (state.isSuccessful()) {
      loop.recorder().success(child.run, child.index, result.value(), loop.now());
    } else if (state instanceof State.Cancelled) {
      String why = "run " + result.id() + " of flow '" + work.flow().name() + "' was cancelled";
      loop.recorder().enter(child.run, child.index, new State.Cancelled(why, loop.now()));
    } else {
      String why =
          "run "
              + result.id()
              + " of flow '"
              + work.flow().name()
              + "' is "
              + state.name()
              + ": "
              + state.message();
      failed(child, Failure.of(new RunFailed(result.id(), why, state)).permanently());
      return;
    }
    loop.finished(child.run, child.index);
    loop.settle();
  }

  private void failed(Running child, Failure failure) {
    running.remove(child.run.path(child.index));
    loop.entrance().fail(child.run, child.index, failure.message(), Optional.of(failure));
    loop.settle();
  }

  void cancelAll(String why) {
    running.values().forEach(child -> child.cancel(why));
  }

  /** The run around them goes on elsewhere, and they with it. */
  void leaveAll(String why) {
    running.values().forEach(child -> child.flow.ifPresent(flow -> flow.leave(why)));
  }
}
