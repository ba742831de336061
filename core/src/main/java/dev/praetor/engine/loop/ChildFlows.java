package dev.praetor.engine.loop;

import dev.praetor.Argument;
import dev.praetor.Failure;
import dev.praetor.RunFailed;
import dev.praetor.State;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the nodes that run another flow, in this process. A child run that is in progress holds no
 * thread of this run. For the owner of the run.
 */
final class ChildFlows {
  private final RunContext context;
  private final ChildRun.Starter starter;
  private final TaskRunEnds ends;
  private final AuthorCalls calls;
  private final TurnClock clock;
  private final StartFrom startFrom;
  private final Map<String, Running> running = new LinkedHashMap<>();

  /** A child run, which is registered before it is started. */
  private static final class Running {
    private final NodeRun run;
    private final int index;
    private volatile @Nullable ChildRun started;
    private volatile @Nullable String cancelled;
    private @Nullable Consumer<ChildRun> order;
    private @Nullable Runnable otherEnd;

    Running(NodeRun run, int index) {
      this.run = run;
      this.index = index;
    }

    String path() {
      return run.path(index);
    }

    synchronized void register(ChildRun child) {
      started = child;
      Consumer<ChildRun> given = order;
      if (given != null) {
        given.accept(child);
      }
      String why = cancelled;
      if (why != null) {
        child.cancel(why);
      }
    }

    /** Gives an order, which a child run that has not been started gets when it is. */
    synchronized void give(Consumer<ChildRun> given) {
      order = given;
      ChildRun child = started;
      if (child != null) {
        given.accept(child);
      }
    }

    void cancel(String why) {
      cancelled = why;
      ChildRun child = started;
      if (child != null) {
        child.cancel(why);
      }
    }
  }

  ChildFlows(
      RunContext context,
      ChildRun.Starter starter,
      TaskRunEnds ends,
      AuthorCalls calls,
      TurnClock clock,
      StartFrom startFrom) {
    this.startFrom = startFrom;
    this.context = context;
    this.starter = starter;
    this.ends = ends;
    this.calls = calls;
    this.clock = clock;
  }

  boolean isEmpty() {
    return running.isEmpty();
  }

  /**
   * Begins the run of a node. A process that was killed may have begun it too, and recorded it, but
   * not that the node was running; then it is resumed.
   *
   * @param isFirst true if no attempt of the task run is recorded
   */
  void begin(NodeRun run, int index, Work.RunFlow work, boolean isFirst) {
    start(
        run,
        index,
        work,
        () ->
            isFirst && startFrom instanceof StartFrom.Resumed again
                ? again.before().child(run.path(index), work.flow())
                : Optional.empty());
  }

  /**
   * Starts the run of a node that is recorded as running. Its arguments may be views, which are
   * code of authors.
   *
   * @param before supplies the record of the child run; called by another thread
   */
  void start(NodeRun run, int index, Work.RunFlow work, Supplier<Optional<RecordedRun>> before) {
    Running child = new Running(run, index);
    running.put(child.path(), child);
    calls.call(
        run,
        index,
        () -> begin(child, work, before),
        answer -> {
          switch (answer) {
            case AuthorCalls.Answer.Value<ChildRun> begun -> follow(child, work, begun.value());
            case AuthorCalls.Answer.Thrown<ChildRun> thrown -> failed(child, thrown.failure());
          }
        });
  }

  private ChildRun begin(Running child, Work.RunFlow work, Supplier<Optional<RecordedRun>> before)
      throws Exception {
    ChildRun started =
        starter.create(
            context,
            new ChildRun.Request(
                work.flow(), child.path(), before.get(), arguments(child.run, child.index, work)));
    child.register(started);
    started.begin();
    return started;
  }

  /** Reads the arguments of a child run, which may be views. For any thread of a call. */
  List<Argument> arguments(NodeRun run, int index, Work.RunFlow work) throws Exception {
    List<Argument> read = new ArrayList<>();
    int[] path = run.fullPath(index);
    for (Argument argument : work.arguments()) {
      Object value =
          argument.value() instanceof Source.Whole source
              ? context.values().find(source, run, path).value()
              : argument.value();
      read.add(new Argument(argument.name(), value));
    }
    return read;
  }

  private void follow(Running child, Work.RunFlow work, ChildRun begun) {
    var _ =
        begun
            .ended()
            .whenComplete((result, thrown) ->
                context.offer(
                    new Command(() -> {
                      if (thrown != null) {
                        failed(child, cause(thrown));
                      } else {
                        ended(child, work.flow().name(), result);
                      }
                    })));
  }

  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
    return cause == null ? thrown : cause;
  }

  private void ended(Running child, String flow, FinishedRun result) {
    if (endsOtherwise(child)) {
      return;
    }
    State state = result.state();
    String name = "run " + result.id() + " of flow '" + flow + "' ";
    if (state.isSuccessful()) {
      succeeded(child, result);
    } else if (state instanceof State.Cancelled) {
      if (isOpen(child)) {
        ends.end(child.run, child.index, new State.Cancelled(name + "was cancelled", clock.now()));
      }
    } else {
      String why = name + "is " + state.name() + ": " + state.message();
      ends.thrown(child.run, child.index, RunFailed.class, result.isPermanent());
      failed(child, Failure.of(new RunFailed(result.id(), why, state)).permanently());
    }
  }

  /** Reads the value of a child run, which may be a view. */
  private void succeeded(Running child, FinishedRun result) {
    calls.call(
        child.run,
        child.index,
        result::value,
        answer -> {
          switch (answer) {
            case AuthorCalls.Answer.Value<@Nullable Object> value -> {
              if (isOpen(child)) {
                ends.succeed(child.run, child.index, value.value());
              }
            }
            case AuthorCalls.Answer.Thrown<@Nullable Object> thrown ->
                failed(child, thrown.failure());
          }
        });
  }

  private void failed(Running child, Throwable thrown) {
    if (thrown instanceof RunOwnershipLost lost) {
      throw lost;
    }
    failed(child, context.masker().failure(thrown));
  }

  private void failed(Running child, Failure failure) {
    if (!endsOtherwise(child) && isOpen(child)) {
      ends.fail(child.run, child.index, failure, failure.message());
    }
  }

  /** Ends a task run as a person ordered, if one has; returns whether that is so. */
  private boolean endsOtherwise(Running child) {
    Runnable other = child.otherEnd;
    if (other == null) {
      return false;
    }
    if (isOpen(child)) {
      other.run();
    }
    return true;
  }

  /** Forgets a child run; returns whether its end is still awaited. */
  private boolean isOpen(Running child) {
    running.remove(child.path());
    return !child.run.children().type(child.index).isFinished();
  }

  /**
   * Requests the cancellation of all child runs, also of child runs that have not been started yet.
   */
  void cancelAll(String why) {
    running.values().forEach(child -> child.cancel(why));
  }

  /**
   * Cancels the child run of a task run, and ends the task run otherwise when the child run has
   * ended; returns whether there is a child run.
   */
  boolean endOtherwise(NodeRun run, int index, String why, Runnable end) {
    Running child = running.get(run.path(index));
    if (child == null) {
      return false;
    }
    child.otherEnd = end;
    child.cancel(why);
    return true;
  }

  /** Pauses all child runs, also child runs that have not been started yet. */
  void pauseAll(String by, String why) {
    running.values().forEach(child -> child.give(started -> started.pauseWithParent(by, why)));
  }

  void resumeAll(String by, String why) {
    running.values().forEach(child -> child.give(started -> started.resumeWithParent(by, why)));
  }

  /** Returns the paths of the task runs whose child runs are in progress. */
  Collection<String> paths() {
    return running.keySet();
  }

  /** Returns whether a task run is a child run in progress, which ends by itself. */
  boolean isInProgress(NodeRun run, int index) {
    Running child = running.get(run.path(index));
    ChildRun started = child == null ? null : child.started;
    return started != null && !started.ended().isDone();
  }

  /** Leaves all child runs, because another process owns their parent run. */
  void leaveAll(String why) {
    for (Running child : running.values()) {
      ChildRun started = child.started;
      if (started != null) {
        started.leave(why);
      }
    }
  }
}
