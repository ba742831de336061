package dev.praetor;

import dev.praetor.engine.FlowRunner;
import dev.praetor.engine.draw.Picture;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.task.FlowOptions;
import dev.praetor.engine.task.RunNames;
import dev.praetor.engine.task.ScheduleParameters;
import dev.praetor.engine.task.TextLimits;
import dev.praetor.function.V1;
import dev.praetor.function.V2;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A named graph of tasks with the options of its runs. Immutable and thread-safe: every method that
 * changes an option returns a new flow.
 *
 * <pre>{@code
 * Flow<Integer> flow = Flow.define("count-lines", f -> count.call(read.call(f.parameter("file", String.class))));
 * FlowResult<Integer> result = flow.run(with("file", "README.md"));
 * }</pre>
 *
 * @param <R> the type of the value of a run
 */
public final class Flow<R extends @Nullable Object> {
  private final FlowDefinition definition;

  private Flow(FlowDefinition definition) {
    this.definition = definition;
  }

  /**
   * Defines a flow. The definition is executed once, immediately; the tasks that it calls become
   * nodes.
   *
   * @param name the name, 1 to 200 characters, none of them {@code /} or a control character
   * @param definition a function that returns the node whose value is the value of the flow
   * @throws InvalidFlow if the definition is invalid, with all problems found
   */
  public static <R extends @Nullable Object> Flow<R> define(
      String name, Function<FlowBuilder, Node<R>> definition) {
    if (TextLimits.exceeds(name, TextLimits.NAME)
        || name.isBlank()
        || name.matches(".*[/\\p{Cntrl}].*")) {
      throw new InvalidFlow(
          name,
          List.of(
              new Problem(
                  name,
                  "a flow's name has 1 to 200 characters, none of them '/' or a control"
                      + " character")));
    }
    return new Flow<>(
        new FlowDefinition(name, DefinitionRunner.define(name, definition), FlowOptions.DEFAULT));
  }

  /** Returns the name of this flow. */
  public String name() {
    return definition.name();
  }

  /**
   * Returns the warnings: parts of the definition that may be mistakes but do not prevent a run.
   */
  public List<Problem> warnings() {
    return definition.warnings();
  }

  /** Sets the description, a text for people. */
  public Flow<R> describedAs(String text) {
    return with(options().withDescription(text));
  }

  /**
   * Sets the schedule by which runs are started automatically.
   *
   * @throws InvalidFlow if a clock of the schedule gives a parameter that the flow does not have,
   *     gives a value that does not have the parameter's type, or lacks a required parameter
   */
  public Flow<R> scheduled(Schedule schedule) {
    requireNone(ScheduleParameters.problems(name(), definition.graph().parameters(), schedule));
    return with(options().withSchedule(schedule));
  }

  /** Returns the schedule, if the flow has one. */
  public Optional<Schedule> schedule() {
    return options().schedule();
  }

  /**
   * Sets the environment in which runs are executed; by default the process that starts them. The
   * methods {@code run} and {@code start} always run in the calling process; {@code praetor run}
   * refuses an environment that it cannot provide, unless it is called with {@code --in-process}.
   */
  public Flow<R> environment(Environment environment) {
    return with(options().withEnvironment(environment));
  }

  /**
   * Limits the duration of a run. When the time has passed, no further task starts, clean-up tasks
   * run, and the run ends as TimedOut.
   *
   * @throws IllegalArgumentException if the duration is zero or negative
   */
  public Flow<R> timeout(Duration longest) {
    if (longest.isZero() || longest.isNegative()) {
      throw new IllegalArgumentException("a timeout must be longer than " + longest);
    }
    return with(options().withTimeout(longest));
  }

  /**
   * Retries a failed run by this policy. A retry keeps the results of the tasks that succeeded and
   * runs only the others again.
   */
  public Flow<R> retry(Retry retry) {
    return with(options().withRetry(retry));
  }

  /**
   * Sets the template for the names of runs, a text that may contain {@code {parameter}}, {@code
   * {flow}}, {@code {scheduled}} and {@code {scheduled:yyyy-MM-dd}}, where {@code parameter} is the
   * name of a parameter.
   *
   * @throws InvalidFlow if the template contains an unknown name
   */
  public Flow<R> runName(String template) {
    requireNone(RunNames.problems(name(), template, definition.graph().parameters()));
    return with(options().withRunName(template));
  }

  /**
   * Limits the number of attempts that run concurrently in one run; by default 1,000.
   *
   * @param tasks the limit, at least 1
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public Flow<R> concurrency(int tasks) {
    return with(options().withConcurrency(tasks));
  }

  /**
   * Limits the number of children of a mapped node; by default 100,000. A map over more elements is
   * Failed before any child starts.
   *
   * @param children the limit, at least 0
   * @throws IllegalArgumentException if the limit is negative
   */
  public Flow<R> widthLimit(int children) {
    return with(options().withWidthLimit(children));
  }

  /**
   * Limits how often a run of this flow is resumed by itself because the process that ran it died;
   * by default 3 times. When its process dies once more, the run is Crashed, and waits for a person
   * who resumes or restarts it. A process that is closed hands its runs over, which does not count.
   *
   * @param times the limit, at least 0
   * @throws IllegalArgumentException if the limit is negative
   */
  public Flow<R> crashes(int times) {
    return with(options().withCrashes(times));
  }

  /**
   * Sets the pool of the workers that run this flow once it is registered; by default {@code
   * default}. People may set another one on the server. Runs that an application or {@code praetor
   * run} starts in its own process have no worker.
   *
   * @throws IllegalArgumentException if the name has characters that a pool cannot have
   */
  public Flow<R> pool(String name) {
    return with(options().withPlacement(options().placement().withPool(name)));
  }

  /**
   * Sets the labels that a worker must have to run this flow once it is registered, each a name or
   * {@code name=value}: {@code .needs("gpu", "region=eu")}.
   *
   * @throws IllegalArgumentException if a label has characters that a label cannot have
   */
  public Flow<R> needs(String... labels) {
    return with(options().withPlacement(options().placement().withNeeds(List.of(labels))));
  }

  /**
   * Gives each run of this flow a process of its own, once it is registered; otherwise runs of one
   * package share a process. That costs the start of a process for each run, and keeps a run that
   * uses up its memory from taking others with it.
   */
  public Flow<R> isolated() {
    return with(options().withPlacement(options().placement().withIsolated(true)));
  }

  /**
   * Adds a hook, which is called with every state that a run of this flow enters. Hooks are called
   * off the run's thread; a slow or failing hook does not affect the run.
   */
  public Flow<R> onStateChange(V1<State> hook) {
    return onRunStateChange((_, state) -> hook.apply(state));
  }

  /**
   * Adds a hook, which is called with every state that a run of this flow enters and with the
   * details of the run, for example to name the run in a message. Hooks are called off the run's
   * thread, each for at most 30 seconds; a slow or failing hook does not affect the run.
   */
  public Flow<R> onRunStateChange(V2<RunDetails, State> hook) {
    return with(options().withHook(hook));
  }

  /**
   * Runs this flow in this process and waits for the end of the run. Secrets are read from
   * environment variables.
   *
   * @throws InvalidRun if the run cannot start with these arguments
   */
  public FlowResult<R> run(Argument... arguments) {
    return FlowRunner.installed().run(this, arguments);
  }

  /**
   * Starts a run of this flow in this process and returns a handle for approving, cancelling and
   * awaiting it.
   *
   * @throws InvalidRun if the run cannot start with these arguments
   */
  public FlowRun<R> start(Argument... arguments) {
    return FlowRunner.installed().start(this, arguments);
  }

  /** Returns the description of this flow as JSON, without its code. */
  public FlowSpec spec() {
    return FlowSpec.of(definition);
  }

  /** Returns a picture of this flow. */
  public FlowDrawing draw() {
    return new FlowDrawing(Picture.of(definition, Optional.empty()));
  }

  /** Returns a picture of this flow that shows the states of a run. */
  public FlowDrawing draw(FlowResult<?> run) {
    return new FlowDrawing(Picture.of(definition, Optional.of(run)));
  }

  /** Returns the flow without the type of its value. For Praetor's own modules. */
  public FlowDefinition definition() {
    return definition;
  }

  /**
   * Returns the flow of a definition, such as a flow that is part of another flow. For Praetor's
   * own modules.
   */
  public static Flow<?> of(FlowDefinition definition) {
    return new Flow<>(definition);
  }

  private void requireNone(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new InvalidFlow(name(), problems);
    }
  }

  private FlowOptions options() {
    return definition.options();
  }

  private Flow<R> with(FlowOptions options) {
    return new Flow<>(definition.withOptions(options));
  }

  /** Returns the environment in which runs are executed, if one was set. */
  public Optional<Environment> environment() {
    return options().environment();
  }

  @Override
  public String toString() {
    return "flow '" + name() + "'";
  }
}
