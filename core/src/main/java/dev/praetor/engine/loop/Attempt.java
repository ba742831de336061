package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.RunId;
import dev.praetor.SecretUnavailable;
import dev.praetor.Signal;
import dev.praetor.Step;
import dev.praetor.engine.CurrentTask;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunningTask;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.run.RunArtifact;
import dev.praetor.engine.secret.MaskedLogger;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One try of a task run, on a thread of its own. It is made by the owner of the run and is its own
 * message back: what it came to is written before it is handed over, and read after.
 */
public final class Attempt extends Event implements Runnable, RunningTask {
  /** What an attempt came to. */
  public sealed interface End {
    /**
     * The attempt returned a value.
     *
     * @param kept what the journal made of the value
     */
    record Value(
        @Nullable Object value, Optional<String> message, Optional<Journal.EncodedValue> kept)
        implements End {}

    record Next(@Nullable Object state) implements End {}

    record Skip(String why) implements End {}

    record Failed(Failure failure) implements End {}

    record Retry(Failure why, Signal.Request request) implements End {}

    record Hit(@Nullable Object value, String message, Optional<Journal.EncodedValue> kept)
        implements End {}
  }

  final NodeRun run;
  final int child;
  private final RunLoop loop;
  private final int attempt;
  private final int iteration;
  private final Input input;
  @Nullable Thread thread;
  Timers.@Nullable Timer timeout;
  @Nullable Attempt before;
  @Nullable Attempt after;
  volatile boolean abandoned;
  volatile boolean cancelled;
  private @Nullable String label;
  private @Nullable End end;
  private @Nullable Instant ended;

  /** What the code gets. */
  public sealed interface Input {
    /** The node's arguments. */
    record Arguments() implements Input {}

    /** The state an iteration of a loop goes on with. */
    record LoopState(@Nullable Object state) implements Input {}

    /** Arguments from elsewhere. */
    record Given(List<@Nullable Object> arguments) implements Input {}

    /** The failure that is to be recovered from. */
    record Recovery(Failure failure) implements Input {}

    Input ARGUMENTS = new Arguments();
  }

  public Attempt(RunLoop loop, NodeRun run, int child, int attempt, int iteration, Input input) {
    this.loop = loop;
    this.run = run;
    this.child = child;
    this.attempt = attempt;
    this.iteration = iteration;
    this.input = input;
  }

  void start() {
    thread = Thread.ofVirtual().name("run-" + loop.id() + "/" + run.path(child)).start(this);
  }

  boolean recovers() {
    return input instanceof Input.Recovery;
  }

  @Override
  public void run() {
    CurrentTask.run(this, this::execute);
    loop.offer(this);
  }

  private void execute() {
    boolean attributed = loop.attributesLogs();
    if (attributed) {
      attributeLogs();
    }
    try {
      end = call();
    } catch (Signal signal) {
      end = endOf(signal);
    } catch (Journal.TooLarge e) {
      end = tooLarge(e);
    } catch (Throwable thrown) {
      end = new End.Failed(failureOf(thrown));
    } finally {
      if (attributed) {
        MDC.clear();
      }
    }
    ended = loop.time().instant();
  }

  private End call() throws Exception {
    TaskDefinition task = definition();
    if (input instanceof Input.Recovery recovery) {
      Object value = task.policy().recover().orElseThrow().apply(recovery.failure());
      return value(value, Optional.of("recovered from " + recovery.failure().summary()));
    }
    @Nullable Object[] arguments = arguments();
    readLabel(task, arguments);
    return task.policy().cache().isPresent()
        ? cached(task, arguments)
        : endOf(task, body(task).call(arguments));
  }

  private @Nullable Object[] arguments() throws Exception {
    return switch (input) {
      case Input.LoopState state -> new @Nullable Object[] {state.state()};
      case Input.Given given -> given.arguments().toArray();
      case Input.Arguments _, Input.Recovery _ -> loop.values().arguments(run, child);
    };
  }

  private TaskBody body(TaskDefinition task) {
    return loop.bodyOf(run.node, task);
  }

  /** The end with a value, made ready to be kept; a failure if it is too large for that. */
  private End value(@Nullable Object value, Optional<String> message) {
    try {
      return new End.Value(value, message, keep(value));
    } catch (Journal.TooLarge e) {
      return tooLarge(e);
    }
  }

  private Optional<Journal.EncodedValue> keep(@Nullable Object value) throws Journal.TooLarge {
    return loop.settings().persistence().journal().encode(value, loop.masker());
  }

  private End tooLarge(Journal.TooLarge e) {
    return new End.Failed(
        new Failure(
            Journal.TooLarge.class.getName(),
            taskRun() + " returned " + e.getMessage(),
            "",
            Optional.empty(),
            false));
  }

  private End endOf(TaskDefinition task, @Nullable Object returned) {
    if (!task.loop()) {
      return value(returned, Optional.empty());
    }
    return switch ((Step<?, ?>) Objects.requireNonNull(returned, "a loop returned no step")) {
      case Step.Next<?, ?> next -> new End.Next(next.state());
      case Step.Done<?, ?> done -> value(done.value(), Optional.empty());
    };
  }

  private End cached(TaskDefinition task, @Nullable Object[] arguments) throws Exception {
    CacheStore cache = loop.cache();
    CacheStore.Request request = loop.cacheRequest(task, arguments);
    try (CacheStore.Claim _ = cache.claim(request)) {
      CacheStore.Lookup lookup = cache.find(request);
      switch (lookup) {
        case CacheStore.Lookup.Hit hit -> {
          return new End.Hit(hit.value(), hit.message(), keep(hit.value()));
        }
        case CacheStore.Lookup.Miss miss -> loop.offer(new Missed(this, miss.why()));
      }
      Object value = body(task).call(arguments);
      End made = endOf(task, value);
      if (made instanceof End.Value result) {
        cache.put(request, result.value(), new CacheStore.Maker(runId(), taskRun(), loop.masker()));
      }
      return made;
    }
  }

  /** Nothing was kept that could serve, so the code runs. */
  private static final class Missed extends Event {
    private final Attempt attempt;
    private final String why;

    Missed(Attempt attempt, String why) {
      this.attempt = attempt;
      this.why = why;
    }

    @Override
    void handle(RunLoop loop) {
      loop.dispatcher().missedCache(attempt, why);
    }
  }

  private void readLabel(TaskDefinition task, @Nullable Object[] arguments) {
    if (task.mapping().label().isEmpty() || run.isSingle()) {
      return;
    }
    try {
      String text = String.valueOf(task.mapping().label().get().call(arguments));
      label = loop.masker().mask(text, 200);
    } catch (Exception e) {
      label = child + " (its label failed: " + Failure.of(e).summary() + ")";
    }
  }

  private End endOf(Signal signal) {
    String text = loop.masker().mask(signal.text());
    return switch (signal.request()) {
      case Signal.Request.Skip _ -> new End.Skip(text);
      case Signal.Request.Succeed succeed -> value(succeed.value(), Optional.empty());
      case Signal.Request.Fail fail -> {
        Failure failure = loop.masker().failure(signal);
        boolean again = !fail.permanent() && mayRetry(signal, failure);
        yield new End.Failed(failure.withRetryable(again));
      }
      case Signal.Request.RetryAfter request ->
          new End.Retry(loop.masker().failure(signal), request);
      case Signal.Request.RetryAt request -> new End.Retry(loop.masker().failure(signal), request);
    };
  }

  private Failure failureOf(Throwable thrown) {
    Failure failure = loop.masker().failure(thrown);
    return failure.withRetryable(mayRetry(thrown, failure));
  }

  private boolean mayRetry(Throwable thrown, Failure failure) {
    Policy policy = definition().policy();
    return Retries.apply(policy.retry(), thrown.getClass(), failure);
  }

  private void attributeLogs() {
    MDC.put("run", loop.id().toString());
    MDC.put("flow", loop.flowName());
    MDC.put("task", run.name());
    if (!run.isSingle()) {
      MDC.put("index", Integer.toString(child));
    }
    MDC.put("attempt", Integer.toString(attempt));
  }

  @Override
  void handle(RunLoop loop) {
    loop.dispatcher().ended(this);
  }

  public End end() {
    return Objects.requireNonNull(end);
  }

  Instant ended() {
    return Objects.requireNonNull(ended);
  }

  @Nullable String ownLabel() {
    return label;
  }

  private TaskDefinition definition() {
    return run.node.task().orElseThrow();
  }

  @Override
  public String mask(String text) {
    return loop.masker().mask(text);
  }

  @Override
  public boolean keepsLogs() {
    return !loop.settings().persistence().journal().isVolatile();
  }

  @Override
  public void log(Instant time, String level, String logger, String text) {
    loop.settings()
        .persistence()
        .journal()
        .log(
            new Journal.LogLine(
                loop.id(), run.name(), index(), attempt, time, level, logger, mask(text)));
  }

  @Override
  public String secret(String name) {
    if (!definition().secrets().contains(name)) {
      throw new SecretUnavailable(
          name,
          "task '" + task() + "' does not declare secret '" + name + "'",
          "add .secrets(\"" + name + "\") to it");
    }
    String value =
        loop.secrets()
            .find(name)
            .orElseThrow(() ->
                new SecretUnavailable(
                    name,
                    "there is no secret '" + name + "'",
                    "set the environment variable of that name, or add it to the store"));
    loop.masker().hide(value);
    return value;
  }

  @Override
  public RunId runId() {
    return loop.id();
  }

  @Override
  public String flow() {
    return loop.flowName();
  }

  @Override
  public String node() {
    return run.name();
  }

  @Override
  public String task() {
    return definition().name();
  }

  @Override
  public String taskRun() {
    return run.path(child);
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public int iteration() {
    return iteration;
  }

  @Override
  public int index() {
    return run.publicIndex(child);
  }

  @Override
  public String label() {
    if (label != null) {
      return label;
    }
    return run.isSingle() ? run.node.name() : Integer.toString(child);
  }

  @Override
  public Instant scheduledTime() {
    return loop.scheduled();
  }

  @Override
  public Map<String, @Nullable Object> parameters() {
    return loop.parameters();
  }

  @Override
  public Logger logger() {
    return new MaskedLogger(LoggerFactory.getLogger(flow() + "." + task()), loop.masker());
  }

  @Override
  public boolean isCancelled() {
    return cancelled || abandoned;
  }

  @Override
  public void progress(double part, String message) {
    if (!(part >= 0 && part <= 1)) {
      throw new IllegalArgumentException("progress is 0 to 1, not " + part);
    }
    String text = loop.masker().mask(message);
    loop.offer(new Command(() -> loop.listener().progress(taskRun(), part, text)));
  }

  @Override
  public void artifact(String name, Object content) {
    loop.artifacts().add(new RunArtifact(taskRun(), mask(name), mask(content.toString())));
  }

  @Override
  public String toString() {
    return taskRun() + " attempt " + attempt;
  }
}
