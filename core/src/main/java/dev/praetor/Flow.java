package dev.praetor;

import dev.praetor.engine.FlowRunner;
import dev.praetor.engine.draw.Picture;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.task.FlowOptions;
import dev.praetor.engine.task.RunNames;
import dev.praetor.engine.task.ScheduleParameters;
import dev.praetor.function.V1;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A graph of tasks with a name, and how its runs are to be treated. Immutable and safe to share.
 *
 * <pre>{@code
 * Flow<Integer> flow = Flow.define("count-lines", f -> count.call(read.call(f.parameter("file", String.class))));
 * FlowResult<Integer> result = flow.run(with("file", "README.md"));
 * }</pre>
 *
 * @param <R> the type of its value
 */
public final class Flow<R extends @Nullable Object> {
  private final FlowDefinition definition;

  private Flow(FlowDefinition definition) {
    this.definition = definition;
  }

  /**
   * Defines a flow. The definition runs once, now; tasks that it calls become nodes.
   *
   * @param name 1 to 200 characters, none of them {@code /} or a control character
   * @param definition returns the node whose value is the flow's
   * @throws InvalidFlow with everything that is wrong with it
   */
  public static <R extends @Nullable Object> Flow<R> define(
      String name, Function<FlowBuilder, Node<R>> definition) {
    if (name.isBlank() || name.length() > 200 || name.matches(".*[/\\p{Cntrl}].*")) {
      throw new InvalidFlow(
          name,
          List.of(
              new Problem(
                  name,
                  "a flow's name has 1 to 200 characters, none of them '/' or a control"
                      + " character")));
    }
    return new Flow<>(
        new FlowDefinition(name, FlowBuilder.define(name, definition), FlowOptions.DEFAULT));
  }

  public String name() {
    return definition.name();
  }

  /** What might be a mistake but can run. */
  public List<Problem> warnings() {
    return definition.warnings();
  }

  /** What it is for. */
  public Flow<R> describedAs(String text) {
    return with(options().withDescription(text));
  }

  /**
   * When it runs by itself.
   *
   * @throws InvalidFlow if a clock of the schedule gives a parameter that the flow does not have or
   *     a value that is not of its type, or lacks one that is required
   */
  public Flow<R> scheduled(Schedule schedule) {
    requireNone(ScheduleParameters.problems(name(), definition.graph().parameters(), schedule));
    return with(options().withSchedule(schedule));
  }

  /** When it runs by itself, if it does. */
  public Optional<Schedule> schedule() {
    return options().schedule();
  }

  /** Where its runs take place; in the process that starts them unless said otherwise. */
  public Flow<R> environment(Environment environment) {
    return with(options().withEnvironment(environment));
  }

  /**
   * How long a run may take. After it nothing new starts, clean-up runs, and the run is TimedOut.
   */
  public Flow<R> timeout(Duration longest) {
    if (longest.isZero() || longest.isNegative()) {
      throw new IllegalArgumentException("a timeout must be longer than " + longest);
    }
    return with(options().withTimeout(longest));
  }

  /** Whether a run that failed is tried again: from what failed, with what succeeded kept. */
  public Flow<R> retry(Retry retry) {
    return with(options().withRetry(retry));
  }

  /**
   * What its runs are called: a text with {@code {parameter}}, {@code {flow}}, {@code {scheduled}}
   * or {@code {scheduled:yyyy-MM-dd}} in it.
   *
   * @throws InvalidFlow if it names something there is not
   */
  public Flow<R> runName(String template) {
    requireNone(RunNames.problems(name(), template, definition.graph().parameters()));
    return with(options().withRunName(template));
  }

  /**
   * At most so many of its tasks run at once in one run, 1 or more; 1,000 unless said otherwise.
   */
  public Flow<R> concurrency(int tasks) {
    return with(options().withConcurrency(tasks));
  }

  /** A map wider than this is Failed before it begins; 100,000 unless said otherwise. */
  public Flow<R> widthLimit(int children) {
    return with(options().withWidthLimit(children));
  }

  /** Called with every state a run of it enters, outside the run's own way. */
  public Flow<R> onStateChange(V1<State> hook) {
    return with(options().withHook(hook));
  }

  /** Runs it in this process, and waits. Its secrets come from the environment. */
  public FlowResult<R> run(Argument... arguments) {
    return FlowRunner.installed().run(this, arguments);
  }

  /** Starts it in this process, for approving, cancelling and waiting. */
  public FlowRun<R> start(Argument... arguments) {
    return FlowRunner.installed().start(this, arguments);
  }

  /** This flow as JSON, without its code. */
  public FlowSpec spec() {
    return FlowSpec.of(definition);
  }

  /** A picture of this flow. */
  public FlowDrawing draw() {
    return new FlowDrawing(Picture.of(definition, Optional.empty()));
  }

  /** A picture of this flow with the states of one of its runs. */
  public FlowDrawing draw(FlowResult<?> run) {
    return new FlowDrawing(Picture.of(definition, Optional.of(run)));
  }

  /** For Praetor's own modules: the flow without the type of its value. */
  public FlowDefinition definition() {
    return definition;
  }

  /** For Praetor's own modules: the flow of a definition, such as one that is a part of another. */
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

  /** Where its runs take place, if it says so. */
  public Optional<Environment> environment() {
    return options().environment();
  }

  @Override
  public String toString() {
    return "flow '" + name() + "'";
  }
}
