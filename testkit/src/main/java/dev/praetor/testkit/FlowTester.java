package dev.praetor.testkit;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.NotFound;
import dev.praetor.Signal;
import dev.praetor.engine.Journal;
import dev.praetor.engine.TagLimits;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.cache.MemoryCache;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.function.F1;
import dev.praetor.spi.SecretProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a flow in a test: at a time of your own, with tasks replaced and secrets supplied, and with
 * assertions on what became of it. Results that tasks cache are kept for the runs of this tester
 * only, on its clock. For one thread.
 *
 * {@snippet file="dev/praetor/testkit/TestKitTest.java" region="tester"}
 *
 * @param <R> the flow's value
 */
public final class FlowTester<R extends @Nullable Object> {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  private final Flow<R> flow;
  private final Map<String, TaskBody> replaced = new HashMap<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final Map<String, Integer> limits = new HashMap<>();
  private SettableClock clock = SettableClock.at(START);
  private final CacheStore cache = new MemoryCache(() -> clock().instant());
  private RunSettings.StopPolicy stopping = RunSettings.StopPolicy.DEFAULT;
  private boolean rethrows;

  private FlowTester(Flow<R> flow) {
    this.flow = flow;
  }

  public static <R extends @Nullable Object> FlowTester<R> of(Flow<R> flow) {
    return new FlowTester<>(flow);
  }

  /** The clock of the run; one that starts on 5 January 2026 at 08:00 UTC unless said otherwise. */
  public FlowTester<R> clock(SettableClock clock) {
    this.clock = clock;
    return this;
  }

  public SettableClock clock() {
    return clock;
  }

  /** Lets a node return this value instead of running its task. */
  public FlowTester<R> replace(String node, @Nullable Object value) {
    return replaceWith(node, arguments -> value);
  }

  /** Lets a node run this instead of its task, with the arguments in order. */
  public FlowTester<R> replaceWith(
      String node, F1<List<@Nullable Object>, ? extends @Nullable Object> code) {
    if (flow.definition().graph().node(node).isEmpty()) {
      throw new NotFound(
          "node '" + node + "'",
          "flow '"
              + flow.name()
              + "' has no node '"
              + node
              + "'; it has "
              + flow.definition().graph().nodes().stream().map(GraphNode::name).toList());
    }
    replaced.put(node, arguments -> code.apply(listOf(arguments)));
    return this;
  }

  private static List<@Nullable Object> listOf(@Nullable Object[] arguments) {
    List<@Nullable Object> list = new java.util.ArrayList<>();
    Collections.addAll(list, arguments);
    return Collections.unmodifiableList(list);
  }

  /** Lets a node fail with this instead of running its task. */
  public FlowTester<R> fail(String node, Exception failure) {
    return replaceWith(
        node,
        arguments -> {
          throw failure;
        });
  }

  /** Supplies a secret. */
  public FlowTester<R> secret(String name, String value) {
    secrets.put(name, value);
    return this;
  }

  /** At most so many attempts of tasks with this tag run at once. */
  public FlowTester<R> limit(String tag, int attempts) {
    limits.put(tag, attempts);
    return this;
  }

  /**
   * How long what runs may take to end once the run is cancelled; 10 seconds unless said otherwise.
   */
  public FlowTester<R> grace(Duration grace) {
    stopping = new RunSettings.StopPolicy(grace, stopping.hooks(), stopping.atFirstFailure());
    return this;
  }

  /** How long one hook may take; 30 seconds unless said otherwise. */
  public FlowTester<R> hookLimit(Duration longest) {
    stopping = new RunSettings.StopPolicy(stopping.grace(), longest, stopping.atFirstFailure());
    return this;
  }

  /** Ends the run when the first task run has failed for good. */
  public FlowTester<R> stopAtFirstFailure() {
    stopping = new RunSettings.StopPolicy(stopping.grace(), stopping.hooks(), true);
    return this;
  }

  /**
   * Throws the first exception of a task out of {@link #run}, as it is and with its own stack, for
   * a debugger. Signals stay what they are.
   */
  public FlowTester<R> rethrow() {
    rethrows = true;
    return this;
  }

  /** Runs the flow to its end. */
  public TestRun<R> run(Argument... arguments) {
    Started started = begin(arguments);
    try {
      TestRun<R> run = new TestRun<>(started.run().await(), started.events());
      Throwable first = started.first().get();
      if (first != null) {
        throw FlowTester.<RuntimeException>unchecked(first);
      }
      return run;
    } catch (InterruptedException e) {
      started.run().cancel("the test was interrupted");
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the test was interrupted", e);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X unchecked(Throwable thrown) throws X {
    throw (X) thrown;
  }

  /** Starts the flow, for approving and cancelling; {@link Started#finish} waits for its end. */
  public Started start(Argument... arguments) {
    return begin(arguments);
  }

  private Started begin(Argument... arguments) {
    Events events = new Events();
    AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    LocalRun<R> run =
        LocalRun.of(flow)
            .with(settings -> settings.withTime(clock))
            .with(settings -> settings.withSecrets(SecretProvider.of(secrets)))
            .with(settings -> settings.withListener(events))
            .with(settings ->
                settings.withPersistence(new RunSettings.Persistence(Journal.NONE, cache)))
            .with(settings -> settings.withTagLimits(new TagLimits(limits)))
            .with(settings -> settings.withStopPolicy(stopping))
            .with(settings -> settings.withBodies((node, task) -> body(node, task, first)));
    return new Started(run.start(arguments), events, first);
  }

  private TaskBody body(
      GraphNode node, TaskDefinition task, AtomicReference<@Nullable Throwable> first) {
    TaskBody body = replaced.getOrDefault(node.name(), task.body());
    if (!rethrows) {
      return body;
    }
    return arguments -> {
      try {
        return body.call(arguments);
      } catch (Signal signal) {
        throw signal;
      } catch (Throwable thrown) {
        first.compareAndSet(null, thrown);
        throw thrown;
      }
    };
  }

  /** A run under way. */
  public final class Started {
    private final FlowRun<R> run;
    private final Events events;
    private final AtomicReference<@Nullable Throwable> first;

    private Started(FlowRun<R> run, Events events, AtomicReference<@Nullable Throwable> first) {
      this.run = run;
      this.events = events;
      this.first = first;
    }

    public FlowRun<R> run() {
      return run;
    }

    private AtomicReference<@Nullable Throwable> first() {
      return first;
    }

    /** What has happened so far, and waiting for more of it. */
    public Events events() {
      return events;
    }

    /** Waits for the end, at most a minute. */
    public TestRun<R> finish() throws InterruptedException {
      return new TestRun<>(
          run.await(Duration.ofMinutes(1))
              .orElseThrow(() -> new AssertionError("the run has not ended in a minute")),
          Objects.requireNonNull(events));
    }
  }
}
