package dev.praetor;

import dev.praetor.engine.task.Keeping;
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
 * The options of tasks of any number of arguments. Immutable: every method that changes an option
 * returns a new task.
 *
 * @param <R> the type of the task's result
 * @param <S> the task's own type
 */
public abstract sealed class TaskOptions<R extends @Nullable Object, S extends Task<R, S>>
    permits Task {
  private final TaskDefinition definition;

  TaskOptions(TaskDefinition definition) {
    this.definition = definition;
  }

  abstract S with(TaskDefinition definition);

  TaskDefinition definition() {
    return definition;
  }

  FlowBuilder flowBuilder() {
    return DefinitionRunner.current("task '" + definition.name() + "'");
  }

  /** Returns the name of this task in flows and in the history of runs. */
  public String name() {
    return definition.name();
  }

  /**
   * Sets the name, which replaces that of the method.
   *
   * @param name 1 to 200 characters, none of them a blank, {@code /}, {@code [} or {@code ]}
   * @throws InvalidTask if the name has another form
   */
  public S named(String name) {
    TaskIdentity id = definition.identity();
    return with(
        definition.withIdentity(new TaskIdentity(name, id.version(), id.description(), id.tags())));
  }

  /**
   * Sets the version, which is part of the key under which results are cached. Change it when the
   * code computes different results.
   */
  public S version(String version) {
    TaskIdentity id = definition.identity();
    return with(
        definition.withIdentity(new TaskIdentity(id.name(), version, id.description(), id.tags())));
  }

  /** Sets the description, a text for people. */
  public S describedAs(String text) {
    TaskIdentity id = definition.identity();
    return with(
        definition.withIdentity(new TaskIdentity(id.name(), id.version(), text, id.tags())));
  }

  /** Adds tags, by which task runs are found and limited. */
  public S tags(String... tags) {
    TaskIdentity id = definition.identity();
    Set<String> all = new TreeSet<>(id.tags());
    all.addAll(Set.of(tags));
    return with(
        definition.withIdentity(new TaskIdentity(id.name(), id.version(), id.description(), all)));
  }

  /**
   * Sets the trigger, which decides from the states of the upstreams whether the task runs; by
   * default {@link Trigger#ALL_SUCCESSFUL}.
   */
  public S trigger(Trigger trigger) {
    return policy(definition.policy().withTrigger(trigger));
  }

  /**
   * Sets whether the task is skipped if one of its direct upstreams was skipped; by default true.
   */
  public S skipOnUpstreamSkip(boolean skip) {
    return policy(definition.policy().withSkipOnUpstreamSkip(skip));
  }

  /** Retries failed attempts by this policy; by default there are no retries. */
  public S retry(Retry retry) {
    return policy(definition.policy().withRetry(retry));
  }

  /**
   * Limits the duration of an attempt. When the time has passed, the thread is interrupted and the
   * attempt is TimedOut, which is retried like a failure. Code that ignores the interrupt is
   * abandoned.
   *
   * @throws IllegalArgumentException if the duration is zero or negative
   */
  public S timeout(Duration longest) {
    return policy(definition.policy().withTimeout(longest));
  }

  /**
   * Limits the duration of a task run from its first attempt on, with all attempts and the waits
   * between them. When the time has passed, the task run is TimedOut and not retried; code that is
   * running is interrupted.
   *
   * @throws IllegalArgumentException if the duration is zero or negative
   */
  public S deadline(Duration longest) {
    return policy(definition.policy().withDeadline(longest));
  }

  /** Allows the reuse of results of earlier runs by this rule; by default nothing is reused. */
  public S cached(Cache cache) {
    return policy(definition.policy().withCache(cache));
  }

  /**
   * Ensures that the code is never started twice for one attempt, even after a crash: its start is
   * durably recorded before the code runs. An attempt that was running when the process died ends
   * as Crashed.
   */
  public S atMostOnce() {
    return policy(definition.policy().withAtMostOnce());
  }

  /**
   * Keeps results as a text, for types that cannot be kept as they are; by default results are kept
   * by their declared type.
   */
  public S keptAs(ResultFormat<R> format) {
    return with(definition.withKeeping(new Keeping.AsText(format)));
  }

  /**
   * Does not keep results: they live only in the run, and all that use a result get the same
   * object. After a crash, and in a restart, the task runs again if its result is needed. The
   * states of a loop are not kept either, so the loop starts over.
   */
  public S notKept() {
    return with(definition.withKeeping(new Keeping.Not()));
  }

  /** Turns the final failure of the task into a Success with the value of this function. */
  public S recover(F1<Failure, ? extends R> recovery) {
    return policy(definition.policy().withRecover(recovery));
  }

  /** Adds secrets that the code may read; access to any other secret is refused. */
  public S secrets(String... names) {
    Set<String> all = new TreeSet<>(definition.secrets());
    all.addAll(Set.of(names));
    return with(definition.withSecrets(all));
  }

  /**
   * Limits the number of mapped children that run concurrently.
   *
   * @param children the limit, at least 1
   * @throws IllegalArgumentException if the limit is less than 1
   */
  public S concurrency(int children) {
    return with(definition.withConcurrency(children));
  }

  /**
   * Limits the number of mapped children; by default the limit of the flow. A map over more
   * elements is Failed before any child starts.
   *
   * @param children the limit, at least 0
   * @throws IllegalArgumentException if the limit is negative
   */
  public S widthLimit(int children) {
    return with(definition.withWidthLimit(children));
  }

  /**
   * Adds a hook, which is called after every change of state of a run of this task. Hooks are
   * called off the run's thread; a slow or failing hook does not affect the run.
   */
  public S onStateChange(V1<TaskRun> hook) {
    return with(definition.onStateChange(hook));
  }

  /** Adds a hook, which is called after each failed attempt, whether or not it is retried. */
  public S onAttemptFailed(V1<TaskRun> hook) {
    return with(definition.onAttemptFailed(hook));
  }

  /** Adds a hook, which is called when a run of this task has finally failed. */
  public S onFailure(V1<TaskRun> hook) {
    return with(definition.onFailure(hook));
  }

  private S policy(Policy policy) {
    return with(definition.withPolicy(policy));
  }
}
