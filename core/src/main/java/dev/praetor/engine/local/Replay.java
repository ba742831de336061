package dev.praetor.engine.local;

import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.NotFound;
import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.loop.Attempt;
import dev.praetor.engine.loop.AttemptRunner;
import dev.praetor.engine.loop.RunContext;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RecordedRunLoader;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.run.ValueSources;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls the code of one task run again, in the calling thread and with the context of the task run,
 * without retries, without the cache, and without writing anything. Not thread-safe.
 */
public final class Replay {
  private final TaskDefinition task;
  private final RunContext context;
  private final NodeRun run;
  private final int child;
  private final int attempt;
  private final AtomicReference<@Nullable Throwable> thrown;
  private final @Nullable RecordedRun recorded;

  /** The result of the code. */
  public sealed interface Result {
    record Returned(@Nullable Object value) implements Result {}

    record Skipped(String why) implements Result {}

    /**
     * The call failed.
     *
     * @param thrown the exception itself, if one was thrown
     */
    record Failed(Failure failure, Optional<Throwable> thrown) implements Result {}
  }

  /**
   * The call that is replayed.
   *
   * @param path the task run, {@code send} or {@code send[3]}
   * @param attempt the number of the attempt that the code sees, from 1
   */
  public record Call(
      RunId run,
      String path,
      int attempt,
      Instant scheduled,
      Map<String, @Nullable Object> parameters,
      ValueSources sources) {}

  private Replay(Flow<?> flow, Call call, @Nullable RecordedRun recorded) {
    this.recorded = recorded;
    thrown = new AtomicReference<>();
    RunRequest request =
        new RunRequest(
            call.run(),
            flow.name(),
            flow.definition().graph(),
            flow.definition().options(),
            call.parameters(),
            new RunRequest.RunIdentity(
                new Journal.Times(call.scheduled(), call.scheduled()),
                flow.name(),
                Optional.empty(),
                Optional.empty()),
            StartFrom.FRESH,
            new Masker());
    NodeRuns runs = NodeRuns.of(flow.definition().graph());
    context = new RunContext(request, settings(call.sources(), thrown), runs);
    context.hideSecrets();
    request
        .secretParameters()
        .forEach(name ->
            SecretParameters.hide(
                request.graph(), name, call.parameters().get(name), request.masker()));
    if (recorded != null) {
      new RecordedRunLoader(recorded, context.values(), context.codecs()).fill(runs);
    }
    TaskPath path = TaskPath.parse(call.path());
    NodeRun root = runs.root(path.node()).orElseThrow(() -> noNode(flow, path.node()));
    task = taskOf(flow, root.node, path);
    run = descend(root, path);
    child = Math.max(0, path.index());
    attempt = call.attempt();
  }

  /**
   * Creates the replay of a recorded task run, with its recorded inputs.
   *
   * @throws NotFound if the flow has no such task run
   */
  public static Replay recorded(Flow<?> flow, RecordedRun recorded, Call call) {
    return new Replay(flow, call, recorded);
  }

  /**
   * Creates the replay of a task run whose inputs are given to {@link #call(List)}.
   *
   * @throws NotFound if the flow has no such task run
   */
  public static Replay of(Flow<?> flow, Call call) {
    return new Replay(flow, call, null);
  }

  private static RunSettings settings(
      ValueSources sources, AtomicReference<@Nullable Throwable> thrown) {
    return new RunSettings(
        Timekeeper.system(),
        sources,
        RunListener.NONE,
        new RunSettings.Persistence(Journal.NONE, CacheStore.NONE),
        AttemptSlots.UNLIMITED,
        RunSettings.StopPolicy.DEFAULT,
        (_, task) ->
            arguments -> {
              try {
                return task.body().call(arguments);
              } catch (Throwable failure) {
                thrown.set(failure);
                throw failure;
              }
            });
  }

  private static NotFound noNode(Flow<?> flow, String name) {
    return new NotFound(
        "node '" + name + "'",
        "flow '"
            + flow.name()
            + "' has no node '"
            + name
            + "'; it has "
            + flow.definition().graph().nodes().stream()
                .map(GraphNode::name)
                .collect(Collectors.joining(", ")));
  }

  private static TaskDefinition taskOf(Flow<?> flow, GraphNode node, TaskPath path) {
    if (node.task().isEmpty()) {
      throw new NotFound(
          "task run '" + path + "'",
          "'" + path + "' of flow '" + flow.name() + "' runs no task, so there is no code to call");
    }
    if (path.depth() != node.dimensions()) {
      throw new NotFound(
          "task run '" + path + "'",
          node.dimensions() == 0
              ? "'" + node.name() + "' is not mapped: name it without an index"
              : "'"
                  + node.name()
                  + "' is mapped: name one of its children, as in "
                  + node.name()
                  + "[0]".repeat(node.dimensions()));
    }
    return node.task().get();
  }

  private NodeRun descend(NodeRun root, TaskPath path) {
    NodeRun at = root;
    for (int index : path.owner().indexes()) {
      NodeRun[] groups = at.groups();
      if (groups == null && recorded == null) {
        at = new NodeRun(at.node, at, at.fullPath(index));
      } else if (groups == null || index >= groups.length) {
        throw notThere(at, index);
      } else {
        at = groups[index];
      }
    }
    boolean checks = recorded != null && path.depth() > 0;
    if (checks && (!at.hasChildren() || path.index() >= at.width())) {
      throw notThere(at, path.index());
    }
    return at;
  }

  private static NotFound notThere(NodeRun at, int index) {
    return new NotFound(
        "task run '" + TaskPath.text(at.name(), index) + "'",
        at.name() + " had no child " + index + " in this run; it had " + Math.max(0, at.width()));
  }

  public TaskDefinition task() {
    return task;
  }

  /**
   * Returns the recorded inputs of the task run.
   *
   * @throws CannotReplay if an input is unavailable; the message states which input and why
   */
  public List<@Nullable Object> arguments() {
    RecordedRun known = recorded;
    if (known == null) {
      throw new IllegalStateException("nothing is recorded");
    }
    for (GraphNode upstream : RecordedRunLoader.behindArguments(run.node)) {
      missing(known, upstream)
          .ifPresent(why -> {
            throw new CannotReplay(
                run.path(child),
                "its input from " + upstream.name() + " is unavailable: " + why,
                null);
          });
    }
    try {
      List<@Nullable Object> read = new ArrayList<>();
      Collections.addAll(read, context.values().arguments(run, child));
      return Collections.unmodifiableList(read);
    } catch (Exception e) {
      throw new CannotReplay(run.path(child), "its inputs are unavailable: " + e, e);
    }
  }

  private Optional<String> missing(RecordedRun known, GraphNode upstream) {
    boolean sameSlice =
        run.node.arguments().stream()
            .anyMatch(a -> a instanceof Source.Outputs of && of.node() == upstream);
    if (upstream.dimensions() == 0) {
      return known.missing(upstream.name(), -1);
    }
    return sameSlice && upstream.dimensions() == 1
        ? known.missing(upstream.name(), child)
        : known.anyMissing(upstream.name());
  }

  /**
   * Writes an argument of the code as JSON, from which {@link #read} makes an equal one.
   *
   * @throws NotCarried if it cannot be written
   */
  public String write(int argument, @Nullable Object value) throws NotCarried {
    return codec(argument).text(value);
  }

  /**
   * Reads an argument of the code.
   *
   * @throws NotCarried if the text does not fit its type
   */
  public @Nullable Object read(int argument, String json) throws NotCarried {
    return codec(argument).read(json);
  }

  private ValueCodec codec(int argument) {
    Codecs codecs = context.codecs();
    return codecs.of(task.signature().arguments().get(argument)).found().orElseGet(codecs::any);
  }

  /** Writes a result of the code as JSON. */
  public String writeResult(@Nullable Object value) throws NotCarried {
    return run.node.results().orElseGet(context.codecs()::any).text(value);
  }

  /** Calls the code with the given arguments. */
  public Result call(List<@Nullable Object> arguments) {
    thrown.set(null);
    return switch (new AttemptRunner(context).replay(run, child, attempt, arguments)) {
      case Attempt.End.Value value -> new Result.Returned(value.value());
      case Attempt.End.Hit hit -> new Result.Returned(hit.value());
      case Attempt.End.Next next -> new Result.Returned(next.state());
      case Attempt.End.Skip skip -> new Result.Skipped(skip.why());
      case Attempt.End.Failed failed ->
          new Result.Failed(failed.failure(), Optional.ofNullable(thrown.get()));
      case Attempt.End.Retry retry ->
          new Result.Failed(retry.why(), Optional.ofNullable(thrown.get()));
    };
  }

  /** Returns a JSON text without the secrets that the code has read; the result is JSON too. */
  public String maskJson(String json) {
    return context.masker().maskJson(json);
  }

  /** Returns a text without the secrets that the code has read. */
  public String mask(String text) {
    return context.masker().mask(text);
  }
}
