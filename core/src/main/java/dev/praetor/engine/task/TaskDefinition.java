package dev.praetor.engine.task;

import dev.praetor.TaskRun;
import dev.praetor.function.V1;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/**
 * The definition of a task. Immutable.
 *
 * @param secrets the names of the secrets its code may read
 * @param loop true if the task is a loop, of which its code is one iteration
 * @param keeping the form in which results are kept
 */
public record TaskDefinition(
    TaskBody body,
    Signature signature,
    TaskIdentity identity,
    Policy policy,
    Mapping mapping,
    Hooks hooks,
    Set<String> secrets,
    boolean loop,
    Keeping keeping) {

  public TaskDefinition {
    secrets = Collections.unmodifiableSortedSet(new TreeSet<>(secrets));
  }

  public static TaskDefinition of(String name, TaskBody body, Signature signature) {
    return new TaskDefinition(
        body,
        signature,
        TaskIdentity.of(name),
        Policy.DEFAULT,
        Mapping.DEFAULT,
        Hooks.NONE,
        Set.of(),
        false,
        Keeping.BY_TYPE);
  }

  public String name() {
    return identity.name();
  }

  public TaskDefinition withIdentity(TaskIdentity identity) {
    return new TaskDefinition(
        body, signature, identity, policy, mapping, hooks, secrets, loop, keeping);
  }

  public TaskDefinition withPolicy(Policy policy) {
    return new TaskDefinition(
        body, signature, identity, policy, mapping, hooks, secrets, loop, keeping);
  }

  public TaskDefinition withMapping(Mapping mapping) {
    return new TaskDefinition(
        body, signature, identity, policy, mapping, hooks, secrets, loop, keeping);
  }

  public TaskDefinition withHooks(Hooks hooks) {
    return new TaskDefinition(
        body, signature, identity, policy, mapping, hooks, secrets, loop, keeping);
  }

  public TaskDefinition withSecrets(Set<String> secrets) {
    return new TaskDefinition(
        body, signature, identity, policy, mapping, hooks, secrets, loop, keeping);
  }

  /** Returns this definition as a loop, of which the code is one iteration. */
  public TaskDefinition looping() {
    return new TaskDefinition(
        body, signature, identity, policy, mapping, hooks, secrets, true, keeping);
  }

  public TaskDefinition withKeeping(Keeping keeping) {
    return new TaskDefinition(
        body, signature, identity, policy, mapping, hooks, secrets, loop, keeping);
  }

  /**
   * Returns the type of the task's results; of a loop, whose code returns steps, that of the last
   * step's value.
   */
  public Type resultType() {
    Type result = signature.result();
    return loop && result instanceof ParameterizedType step
        ? step.getActualTypeArguments()[1]
        : result;
  }

  public TaskDefinition withLabel(TaskBody label) {
    return withMapping(
        new Mapping(Optional.of(label), mapping.concurrency(), mapping.widthLimit()));
  }

  public TaskDefinition withConcurrency(int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be at least 1, not " + concurrency);
    }
    return withMapping(
        new Mapping(mapping.label(), OptionalInt.of(concurrency), mapping.widthLimit()));
  }

  public TaskDefinition withWidthLimit(int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a width limit cannot be negative: " + limit);
    }
    return withMapping(new Mapping(mapping.label(), mapping.concurrency(), OptionalInt.of(limit)));
  }

  public TaskDefinition onStateChange(V1<TaskRun> hook) {
    return withHooks(
        new Hooks(
            Hooks.with(hooks.onStateChange(), hook), hooks.onAttemptFailed(), hooks.onFailure()));
  }

  public TaskDefinition onAttemptFailed(V1<TaskRun> hook) {
    return withHooks(
        new Hooks(
            hooks.onStateChange(), Hooks.with(hooks.onAttemptFailed(), hook), hooks.onFailure()));
  }

  public TaskDefinition onFailure(V1<TaskRun> hook) {
    return withHooks(
        new Hooks(
            hooks.onStateChange(), hooks.onAttemptFailed(), Hooks.with(hooks.onFailure(), hook)));
  }
}
