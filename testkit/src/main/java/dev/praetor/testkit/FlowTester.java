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
import dev.praetor.engine.run.TaskBodies;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.function.F1;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a flow in a test: at a chosen time, with tasks replaced, secrets and variables supplied, and
 * assertions on the finished run. Cached results are shared among the runs of this tester only and
 * expire by its clock. For one thread.
 *
 * {@snippet file="dev/praetor/testkit/TestKitTest.java" region="tester"}
 *
 * @param <R> the type of the flow's value
 */
public final class FlowTester<R extends @Nullable Object> {
  private static final Instant START = Instant.parse("2026-01-05T08:00:00Z");

  private final Flow<R> flow;
  private final Map<String, TaskBody> replaced = new HashMap<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, Integer> limits = new HashMap<>();
  private SettableClock clock = SettableClock.at(START);
  private final CacheStore cache = new MemoryCache(() -> clock().instant());
  private RunSettings.StopPolicy stopping = RunSettings.StopPolicy.DEFAULT;
  private boolean rethrows;

  private FlowTester(Flow<R> flow) {
    this.flow = flow;
  }

  /** Creates a tester for a flow. */
  public static <R extends @Nullable Object> FlowTester<R> of(Flow<R> flow) {
    return new FlowTester<>(flow);
  }

  /**
   * Sets the clock of the runs; by default a {@link SettableClock#at clock} that starts on 5
   * January 2026 at 08:00 UTC.
   */
  public FlowTester<R> clock(SettableClock clock) {
    this.clock = clock;
    return this;
  }

  /** Returns the clock of the runs. */
  public SettableClock clock() {
    return clock;
  }

  /**
   * Replaces a node with a value, which it returns without running its task or its flow, or
   * waiting.
   *
   * @throws NotFound if the flow has no node of this name
   */
  public FlowTester<R> replace(String node, @Nullable Object value) {
    return replaceWith(node, arguments -> value);
  }

  /**
   * Replaces a node with this code, which receives the arguments of its task or its flow in order.
   *
   * @throws NotFound if the flow has no node of this name
   */
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
    List<@Nullable Object> list = new ArrayList<>();
    Collections.addAll(list, arguments);
    return Collections.unmodifiableList(list);
  }

  /**
   * Replaces a node with a failure, which it throws in every attempt.
   *
   * @throws NotFound if the flow has no node of this name
   */
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

  /** Supplies a variable. */
  public FlowTester<R> variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Limits how many attempts of tasks with this tag run concurrently. */
  public FlowTester<R> limit(String tag, int attempts) {
    limits.put(tag, attempts);
    return this;
  }

  /**
   * Sets the time that attempts in progress have to end after the run is cancelled; 10 seconds by
   * default.
   */
  public FlowTester<R> grace(Duration grace) {
    stopping = new RunSettings.StopPolicy(grace, stopping.hooks(), stopping.atFirstFailure());
    return this;
  }

  /** Sets the time limit of a hook; 30 seconds by default. */
  public FlowTester<R> hookLimit(Duration longest) {
    stopping = new RunSettings.StopPolicy(stopping.grace(), longest, stopping.atFirstFailure());
    return this;
  }

  /** Cancels the run when the first task run has failed with no retries left. */
  public FlowTester<R> stopAtFirstFailure() {
    stopping = new RunSettings.StopPolicy(stopping.grace(), stopping.hooks(), true);
    return this;
  }

  /**
   * Makes {@link #run} throw the first exception of a task unchanged, with its own stack trace, for
   * use in a debugger. Signals are handled as usual.
   */
  public FlowTester<R> rethrow() {
    rethrows = true;
    return this;
  }

  /**
   * Runs the flow to its end.
   *
   * @throws IllegalStateException if a task run waits for an approval without a deadline, which
   *     only a run that was started by {@link #start} can be given; or if the thread is
   *     interrupted. The run is cancelled then
   */
  public TestRun<R> run(Argument... arguments) {
    Pauses pauses = new Pauses();
    Started started = begin(pauses, arguments);
    pauses.cancel(started.run());
    try {
      TestRun<R> run = new TestRun<>(started.run().await(), started.events());
      pauses.refuse();
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

  /**
   * Starts the flow, for example to approve or cancel it; {@link Started#finish} waits for its end.
   */
  public Started start(Argument... arguments) {
    return begin(new Events(), arguments);
  }

  private Started begin(Events events, Argument... arguments) {
    AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
    LocalRun<R> run =
        LocalRun.of(flow)
            .with(settings -> settings.withTime(clock))
            .with(settings -> settings.withSecrets(new TestSecrets(secrets)))
            .with(settings -> settings.withVariables(new TestVariables(variables)))
            .with(settings -> settings.withListener(events))
            .with(settings ->
                settings.withPersistence(new RunSettings.Persistence(Journal.NONE, cache)))
            .with(settings -> settings.withSlots(new TagLimits(limits)))
            .with(settings -> settings.withStopPolicy(stopping))
            .with(settings -> settings.withBodies(bodies(first)));
    return new Started(run.start(arguments), events, first);
  }

  private TaskBodies bodies(AtomicReference<@Nullable Throwable> first) {
    return new TaskBodies() {
      @Override
      public TaskBody of(GraphNode node, TaskDefinition task) {
        return body(node, task, first);
      }

      @Override
      public Optional<TaskBody> inPlaceOf(GraphNode node) {
        return Optional.ofNullable(replaced.get(node.name()));
      }
    };
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

  /** A run in progress. */
  public final class Started {
    private final FlowRun<R> run;
    private final Events events;
    private final AtomicReference<@Nullable Throwable> first;

    private Started(FlowRun<R> run, Events events, AtomicReference<@Nullable Throwable> first) {
      this.run = run;
      this.events = events;
      this.first = first;
    }

    /** Returns the run in progress. */
    public FlowRun<R> run() {
      return run;
    }

    private AtomicReference<@Nullable Throwable> first() {
      return first;
    }

    /** Returns the events of the run so far, which can also wait for further ones. */
    public Events events() {
      return events;
    }

    /**
     * Waits for the end of the run, at most one minute.
     *
     * @throws AssertionError if the run has not ended by then
     */
    public TestRun<R> finish() throws InterruptedException {
      return new TestRun<>(
          run.await(Duration.ofMinutes(1))
              .orElseThrow(() -> new AssertionError("the run has not ended in a minute")),
          Objects.requireNonNull(events));
    }
  }
}
