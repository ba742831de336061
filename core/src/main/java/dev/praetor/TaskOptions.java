package dev.praetor;

import dev.praetor.engine.task.Policy;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.task.TaskIdentity;
import dev.praetor.function.F1;
import dev.praetor.function.V1;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The options that tasks of every number of arguments have. Every method gives another task.
 *
 * @param <R> what the task returns
 * @param <S> the task's own type
 */
abstract sealed class TaskOptions<R extends @Nullable Object, S extends Task<R, S>> permits Task {
  private final TaskDefinition definition;

  TaskOptions(TaskDefinition definition) {
    this.definition = definition;
  }

  abstract S with(TaskDefinition definition);

  TaskDefinition definition() {
    return definition;
  }

  FlowBuilder place() {
    return FlowBuilder.current("task '" + definition.name() + "'");
  }

  /** The name it has in flows and in the history of runs. */
  public String name() {
    return definition.name();
  }

  /** Another name than the method's: 1 to 200 characters without blanks, {@code /} and brackets. */
  public S named(String name) {
    TaskIdentity id = definition.identity();
    return with(
        definition.withIdentity(new TaskIdentity(name, id.version(), id.description(), id.tags())));
  }

  /**
   * Part of the key under which results are cached: change it when the code changes its meaning.
   */
  public S version(String version) {
    TaskIdentity id = definition.identity();
    return with(
        definition.withIdentity(new TaskIdentity(id.name(), version, id.description(), id.tags())));
  }

  /** What it does, for people. */
  public S describedAs(String text) {
    TaskIdentity id = definition.identity();
    return with(
        definition.withIdentity(new TaskIdentity(id.name(), id.version(), text, id.tags())));
  }

  /** Words by which task runs are found and limited. */
  public S tags(String... tags) {
    TaskIdentity id = definition.identity();
    Set<String> all = new TreeSet<>(id.tags());
    all.addAll(Set.of(tags));
    return with(
        definition.withIdentity(new TaskIdentity(id.name(), id.version(), id.description(), all)));
  }

  /** When it runs, by the states upstream; {@link Trigger#ALL_SUCCESSFUL} unless said otherwise. */
  public S trigger(Trigger trigger) {
    return policy(definition.policy().withTrigger(trigger));
  }

  /** Whether it is skipped when one of those right before it was; true unless said otherwise. */
  public S skipOnUpstreamSkip(boolean skip) {
    return policy(definition.policy().withSkipOnUpstreamSkip(skip));
  }

  /** Whether and when a failed attempt is tried again. */
  public S retry(Retry retry) {
    return policy(definition.policy().withRetry(retry));
  }

  /**
   * How long an attempt may take. After it the thread is interrupted and the attempt is TimedOut,
   * which is retried like a failure; code that goes on nevertheless is left behind.
   */
  public S timeout(Duration longest) {
    return policy(definition.policy().withTimeout(longest));
  }

  /** Whether an earlier result may serve. */
  public S cached(Cache cache) {
    return policy(definition.policy().withCache(cache));
  }

  /**
   * Its code is never begun a second time for one attempt, not even after a crash: that it starts
   * is on disk before it does. An attempt that was running when the process died stands as Crashed.
   */
  public S atMostOnce() {
    return policy(definition.policy().withAtMostOnce());
  }

  /** Turns its final failure into a Success with this value. */
  public S recover(F1<Failure, ? extends R> recovery) {
    return policy(definition.policy().withRecover(recovery));
  }

  /** The secrets its code may read; any other is refused. */
  public S secrets(String... names) {
    Set<String> all = new TreeSet<>(definition.secrets());
    all.addAll(Set.of(names));
    return with(definition.withSecrets(all));
  }

  /** At most so many of its mapped children run at once, 1 or more. */
  public S concurrency(int children) {
    return with(definition.withConcurrency(children));
  }

  /** A map wider than this is Failed before it begins; the flow's limit unless said otherwise. */
  public S widthLimit(int children) {
    return with(definition.withWidthLimit(children));
  }

  /** Called after every change of state of each of its runs, outside the run's own way. */
  public S onStateChange(V1<TaskRun> hook) {
    return with(definition.onStateChange(hook));
  }

  /** Called after each attempt that failed, whether or not it is tried again. */
  public S onAttemptFailed(V1<TaskRun> hook) {
    return with(definition.onAttemptFailed(hook));
  }

  /** Called when a run of it has finally failed. */
  public S onFailure(V1<TaskRun> hook) {
    return with(definition.onFailure(hook));
  }

  private S policy(Policy policy) {
    return with(definition.withPolicy(policy));
  }
}
