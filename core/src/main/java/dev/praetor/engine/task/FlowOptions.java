package dev.praetor.engine.task;

import dev.praetor.Environment;
import dev.praetor.Retry;
import dev.praetor.RunDetails;
import dev.praetor.Schedule;
import dev.praetor.State;
import dev.praetor.function.V2;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of a flow's runs. */
public record FlowOptions(
    String description,
    Optional<Environment> environment,
    Optional<Duration> timeout,
    Retry retry,
    Optional<String> runName,
    Limits limits,
    List<V2<RunDetails, State>> hooks,
    Optional<Schedule> schedule,
    Placement placement) {
  public static final FlowOptions DEFAULT =
      new FlowOptions(
          "",
          Optional.empty(),
          Optional.empty(),
          Retry.none(),
          Optional.empty(),
          new Limits(1_000, 100_000, Limits.CRASHES),
          List.of(),
          Optional.empty(),
          Placement.ANYWHERE);

  /**
   * The limits of a flow.
   *
   * @param concurrency the maximum number of attempts that run concurrently, at least 1
   * @param width the maximum number of children of a mapped node, at least 0
   * @param crashes the maximum number of times that a run is resumed by itself after its process
   *     died, at least 0
   */
  public record Limits(int concurrency, int width, int crashes) {
    /** The number of crashes after which a run is resumed, unless the flow sets another. */
    public static final int CRASHES = 3;

    public Limits {
      if (concurrency < 1 || width < 0 || crashes < 0) {
        throw new IllegalArgumentException(
            "limits must be positive, not %d, %d and %d".formatted(concurrency, width, crashes));
      }
    }
  }

  public FlowOptions {
    hooks = List.copyOf(hooks);
  }

  public FlowOptions withDescription(String text) {
    return new FlowOptions(
        text, environment, timeout, retry, runName, limits, hooks, schedule, placement);
  }

  public FlowOptions withEnvironment(Environment where) {
    return new FlowOptions(
        description,
        Optional.of(where),
        timeout,
        retry,
        runName,
        limits,
        hooks,
        schedule,
        placement);
  }

  public FlowOptions withTimeout(Duration longest) {
    return new FlowOptions(
        description,
        environment,
        Optional.of(longest),
        retry,
        runName,
        limits,
        hooks,
        schedule,
        placement);
  }

  public FlowOptions withRetry(Retry again) {
    return new FlowOptions(
        description, environment, timeout, again, runName, limits, hooks, schedule, placement);
  }

  public FlowOptions withRunName(String template) {
    return new FlowOptions(
        description,
        environment,
        timeout,
        retry,
        Optional.of(template),
        limits,
        hooks,
        schedule,
        placement);
  }

  public FlowOptions withConcurrency(int tasks) {
    Limits changed = new Limits(tasks, limits.width(), limits.crashes());
    return new FlowOptions(
        description, environment, timeout, retry, runName, changed, hooks, schedule, placement);
  }

  public FlowOptions withWidthLimit(int children) {
    Limits changed = new Limits(limits.concurrency(), children, limits.crashes());
    return new FlowOptions(
        description, environment, timeout, retry, runName, changed, hooks, schedule, placement);
  }

  public FlowOptions withCrashes(int times) {
    Limits changed = new Limits(limits.concurrency(), limits.width(), times);
    return new FlowOptions(
        description, environment, timeout, retry, runName, changed, hooks, schedule, placement);
  }

  public FlowOptions withHook(V2<RunDetails, State> hook) {
    List<V2<RunDetails, State>> more = new ArrayList<>(hooks);
    more.add(hook);
    return new FlowOptions(
        description, environment, timeout, retry, runName, limits, more, schedule, placement);
  }

  public FlowOptions withSchedule(Schedule when) {
    return new FlowOptions(
        description,
        environment,
        timeout,
        retry,
        runName,
        limits,
        hooks,
        Optional.of(when),
        placement);
  }

  public FlowOptions withPlacement(Placement where) {
    return new FlowOptions(
        description, environment, timeout, retry, runName, limits, hooks, schedule, where);
  }
}
