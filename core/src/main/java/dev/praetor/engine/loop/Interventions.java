package dev.praetor.engine.loop;

import dev.praetor.ErrorCode;
import dev.praetor.OrderRefused;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.events.AuthorCode;
import dev.praetor.engine.events.Pauses;
import dev.praetor.engine.events.Timers;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.run.OrderText;
import dev.praetor.engine.run.Refusals;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The orders of people about a run beside approvals and its cancellation: pauses, and ends of
 * single task runs. For the owner of the run.
 */
public final class Interventions {
  private static final Duration LONGEST_READING = Duration.ofSeconds(30);
  private final RunContext context;
  private final NodeRuns runs;
  private final KnownBefore before;
  private final Recorder recorder;
  private final TaskRunEnds ends;
  private final JournalBuffer buffer;
  private final RunningAttempts running;
  private final ChildFlows childFlows;
  private final AuthorCalls calls;
  private final Timers timers;
  private final Pauses pauses;
  private final TurnClock clock;
  private int readings;

  /** The value with which a person finishes a task run. */
  public sealed interface Value {
    /** An object, which its task could have returned. */
    record Given(@Nullable Object value) implements Value {}

    /** A text, as a result of the task is recorded. */
    record Json(String text) implements Value {}
  }

  Interventions(
      RunContext context,
      NodeRuns runs,
      KnownBefore before,
      Recorder recorder,
      TaskRunEnds ends,
      JournalBuffer buffer,
      RunningAttempts running,
      ChildFlows childFlows,
      AuthorCalls calls,
      Timers timers,
      Pauses pauses,
      TurnClock clock) {
    this.context = context;
    this.runs = runs;
    this.before = before;
    this.recorder = recorder;
    this.ends = ends;
    this.buffer = buffer;
    this.running = running;
    this.childFlows = childFlows;
    this.calls = calls;
    this.timers = timers;
    this.pauses = pauses;
    this.clock = clock;
  }

  /**
   * Pauses the run, unless it is paused.
   *
   * @return completed when the state is durable
   */
  public CompletableFuture<@Nullable Void> pause(String by, String why) {
    requireInProgress("paused");
    if (pauses.isPaused()) {
      return durable();
    }
    pauses.begin();
    String text = text(OrderText.PAUSED, by, why) + stillRunning();
    buffer.flush(); // Only the last state of a run in a batch is kept.
    recorder.flow(new State.Paused(text, clock.now(), Optional.empty()));
    childFlows.pauseAll(by, why);
    return durable();
  }

  /** Returns the text of an order, in which people may have written a secret of the run. */
  private String text(String done, String by, String why) {
    return OrderText.of(done, context.masker().mask(by), context.masker().mask(why));
  }

  private CompletableFuture<@Nullable Void> durable() {
    CompletableFuture<@Nullable Void> durable = new CompletableFuture<>();
    buffer.whenDurable(() -> durable.complete(null));
    return durable;
  }

  private String stillRunning() {
    List<String> paths = new ArrayList<>(running.paths());
    paths.addAll(childFlows.paths());
    return OrderText.running(paths);
  }

  /**
   * Ends the pause of the run, if it is paused.
   *
   * @return completed when the state is durable
   */
  public CompletableFuture<@Nullable Void> resume(String by, String why) {
    requireInProgress("resumed");
    if (!pauses.isPaused()) {
      return durable();
    }
    buffer.flush();
    recorder.flow(new State.Running(text(OrderText.RESUMED, by, why), clock.now(), 1));
    pauses.end();
    childFlows.resumeAll(by, why);
    return durable();
  }

  /**
   * Ends a task run, or a mapped node without children, as Skipped.
   *
   * @return completed when the end is durable, or the cancellation of its child run is requested
   */
  public CompletableFuture<@Nullable Void> skip(String path, String by, String why) {
    requireInProgress("changed");
    NodeRuns.Found found = find(path);
    String text = text(OrderText.SKIPPED, by, why);
    if (found.index() < 0) {
      requireOpenNode(found.run());
      calls.abandon(found.run(), -1);
      ends.endNode(found.run(), new State.Skipped(text, clock.now()));
      return durable();
    }
    requireOpen(found.run(), found.index());
    end(
        found,
        text,
        () -> ends.end(found.run(), found.index(), new State.Skipped(text, clock.now())));
    return durable();
  }

  /**
   * Ends a task run as Success with a value. The value is read and copied by a thread of its own,
   * as that may call code of the author.
   *
   * @return completed as by {@link #skip}
   */
  public CompletableFuture<@Nullable Void> finish(String path, Value value, String by, String why) {
    requireInProgress("changed");
    NodeRuns.Found found = find(path);
    if (found.index() < 0) {
      throw Refusals.refused(
          path,
          ErrorCode.CONFLICT,
          "'" + path + "' is a mapped node, whose value are those of its children",
          "finish a child: " + path + "[0]");
    }
    NodeRun run = found.run();
    requireOpen(run, found.index());
    ValueCodec codec =
        run.node
            .results()
            .orElseThrow(() ->
                Refusals.refused(
                    path,
                    ErrorCode.CONFLICT,
                    "task run '"
                        + path
                        + "' cannot be given a value: its task does not keep its results",
                    ""));
    Reading reading = new Reading(found, codec, value, text(OrderText.FINISHED, by, why));
    timers.after(clock.after(LONGEST_READING), reading::expire);
    readings++;
    context.startCall(path, reading, true);
    return reading.done;
  }

  /** Returns whether a value is being read. */
  boolean isReading() {
    return readings > 0;
  }

  /** The reading of the value of a task run. */
  private final class Reading extends AuthorCode {
    private final NodeRuns.Found found;
    private final ValueCodec codec;
    private final Value given;
    private final String text;
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private volatile ResultKeeper.@Nullable Kept read;
    private volatile @Nullable Throwable thrown;
    private boolean closed;

    Reading(NodeRuns.Found found, ValueCodec codec, Value given, String text) {
      this.found = found;
      this.codec = codec;
      this.given = given;
      this.text = text;
    }

    private String path() {
      return found.run().path(found.index());
    }

    @Override
    protected void call() {
      try {
        String json =
            switch (given) {
              case Value.Json text -> text.text();
              case Value.Given object -> codec.text(object.value());
            };
        read = new ResultKeeper(context).result(found.run().node, codec.read(json));
      } catch (Throwable failed) {
        thrown = failed;
      }
    }

    @Override
    public void handle() {
      if (closed) {
        return;
      }
      close();
      try {
        requireInProgress("changed");
        requireOpen(found.run(), found.index());
        ResultKeeper.Kept value = read;
        if (value == null) {
          throw doesNotFit();
        }
        end(found, text, () -> succeed(value));
        buffer.whenDurable(() -> done.complete(null));
      } catch (OrderRefused refused) {
        done.completeExceptionally(refused);
      }
    }

    private OrderRefused doesNotFit() {
      Throwable why = thrown;
      String problem =
          why instanceof NotCarried || why == null
              ? String.valueOf(why == null ? "it was not read" : why.getMessage())
              : context.masker().failure(why).summary();
      return Refusals.refused(
          path(),
          ErrorCode.BAD_REQUEST,
          "the value is not a result of task run '" + path() + "': " + problem,
          "give a value of the type that its task returns");
    }

    private void succeed(ResultKeeper.Kept value) {
      NodeRun run = found.run();
      run.children().setValue(found.index(), value.value());
      ends.end(run, found.index(), new State.Success(text, clock.now()), value.encoded());
    }

    private void close() {
      closed = true;
      readings--;
    }

    void expire() {
      if (!closed) {
        close();
        abandon();
        String problem =
            "the value of task run '" + path() + "' could not be read within " + LONGEST_READING;
        done.completeExceptionally(Refusals.refused(path(), ErrorCode.BAD_REQUEST, problem, ""));
      }
    }
  }

  /** Ends a task run at once, or if it is a child run, when that is cancelled. */
  private void end(NodeRuns.Found found, String why, Runnable end) {
    NodeRun run = found.run();
    int index = found.index();
    if (childFlows.endOtherwise(run, index, why, end)) {
      return;
    }
    running.of(run, index).ifPresent(running::abandon);
    boolean begun = calls.abandon(run, index);
    boolean isRestored = run.node.work() instanceof Work.RunFlow && !begun;
    if (isRestored && run.children().type(index) == StateType.RUNNING) {
      throw Refusals.later(run.path(index), "its run has not been resumed yet");
    }
    end.run();
  }

  private NodeRuns.Found find(String text) {
    TaskPath path = TaskPath.parse(text);
    Optional<NodeRuns.Found> found = runs.find(path);
    if (found.isPresent()) {
      return found.get();
    }
    NodeRun root =
        runs.root(path.node())
            .orElseThrow(() ->
                Refusals.refused(
                    text,
                    ErrorCode.NOT_FOUND,
                    "run " + id() + " has no node '" + path.node() + "'",
                    ""));
    List<Integer> outer = new ArrayList<>();
    NodeRun last = root;
    for (int index : path.indexes()) {
      outer.add(index);
      NodeRun inner = root.at(outer);
      if (inner == null) {
        break;
      }
      last = inner;
    }
    if (!last.isExpanded() && !last.isFinished()) {
      throw Refusals.later(text, "'" + last.name() + "' has no children yet");
    }
    throw Refusals.refused(
        text, ErrorCode.NOT_FOUND, "there is no task run '" + text + "'" + width(last), "");
  }

  private static String width(NodeRun run) {
    return run.isSingle()
        ? ": '" + run.name() + "' is not mapped"
        : ": '" + run.name() + "' has " + Math.max(0, run.width()) + " children";
  }

  private void requireInProgress(String done) {
    State flow = recorder.flow();
    if (flow.isFinished()) {
      throw ended(id(), done);
    }
    if (flow.type() == StateType.CANCELLING) {
      throw Refusals.refused(
          "run " + id(),
          ErrorCode.CONFLICT,
          "run " + id() + " is being cancelled: " + flow.message(),
          "");
    }
  }

  /** Returns the error that a run has ended. */
  static OrderRefused ended(RunId id, String done) {
    return new OrderRefused(
        ErrorCode.CONFLICT,
        "run " + id,
        "run " + id + " has already ended",
        "only a run in progress can be " + done,
        false);
  }

  private void requireOpen(NodeRun run, int index) {
    boolean untouched =
        run.children().type(index) == StateType.PENDING && run.children().extra(index) == null;
    if (untouched) {
      before.restoresEnd(run, index);
    }
    StateType type = run.children().type(index);
    if (type.isFinished()) {
      throw Refusals.hasEnded(run.path(index), type);
    }
  }

  private void requireOpenNode(NodeRun run) {
    if (!run.isFinished() && !run.isExpanded() && !run.readiness.isOpened()) {
      if (before.children(run).isPresent()) {
        throw Refusals.hasChildren(run.name());
      }
      before.settlesNode(run);
    }
    if (run.isFinished()) {
      throw Refusals.hasEnded(run.name(), run.own());
    }
    if (run.isExpanded()) {
      throw Refusals.hasChildren(run.name());
    }
  }

  private RunId id() {
    return context.id();
  }
}
