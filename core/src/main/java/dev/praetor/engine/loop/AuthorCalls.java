package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.engine.events.AuthorCode;
import dev.praetor.engine.events.Timers;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The door through which code of authors is called for a decision about a task run: triggers,
 * conditions, views, predicates, the reading of lists. The code runs on a thread of its own; what
 * it returns or throws is passed to the owner, unless the task run has ended meanwhile. A call may
 * take as long as an attempt of its task; a stop abandons it. For the owner of the run.
 *
 * <p>The bodies of tasks are called by {@link RunningAttempts}, under the same rules.
 */
final class AuthorCalls {
  private final RunContext context;
  private final Timers timers;
  private final Confinement confinement;
  private final TurnClock clock;
  private final Set<Call<?>> open = new LinkedHashSet<>();

  /** The end of a call. */
  sealed interface Answer<T extends @Nullable Object> {
    /** Returns the value, or what {@code otherwise} makes of the failure. */
    record Value<T extends @Nullable Object>(T value) implements Answer<T> {}

    record Thrown<T extends @Nullable Object>(Failure failure) implements Answer<T> {}
  }

  /**
   * A call in progress.
   *
   * @param <T> the type of the value
   */
  private final class Call<T extends @Nullable Object> extends AuthorCode {
    private final NodeRun run;
    private final int index;
    private final Callable<T> code;
    private final Consumer<Answer<T>> then;
    private volatile @Nullable Answer<T> answer;
    private Timers.@Nullable Timer limit;

    Call(NodeRun run, int index, Callable<T> code, Consumer<Answer<T>> then) {
      this.run = run;
      this.index = index;
      this.code = code;
      this.then = then;
    }

    @Override
    protected void call() {
      try {
        answer = new Answer.Value<>(code.call());
      } catch (Throwable thrown) {
        answer = new Answer.Thrown<>(context.masker().failure(thrown));
      }
    }

    @Override
    public void handle() {
      if (close(this)) {
        Answer<T> given = answer;
        pass(given != null ? given : new Answer.Thrown<>(unknown()));
      }
    }

    private void pass(Answer<T> given) {
      boolean ended = index < 0 ? run.isFinished() : run.children().type(index).isFinished();
      if (!ended) {
        confinement.run(run, index, () -> then.accept(given));
      }
    }

    private String name() {
      return index < 0 ? run.name() : run.path(index);
    }

    private void limit(Duration longest) {
      limit = timers.after(clock.after(longest), () -> expire(longest));
    }

    private void expire(Duration longest) {
      if (context.startElsewhere(name(), this)) {
        limit(longest);
        return;
      }
      TimeoutException thrown = new TimeoutException("took longer than " + longest);
      thrown.setStackTrace(stack());
      if (close(this)) {
        abandon();
        pass(new Answer.Thrown<>(context.masker().failure(thrown)));
      }
    }
  }

  AuthorCalls(RunContext context, Timers timers, Confinement confinement, TurnClock clock) {
    this.context = context;
    this.timers = timers;
    this.confinement = confinement;
    this.clock = clock;
  }

  private static Failure unknown() {
    return new Failure("java.lang.Error", "the call did not return", "", Optional.empty(), true);
  }

  int count() {
    return open.size();
  }

  /**
   * Calls code for a decision about a task run, or with index -1 about a node as a whole.
   *
   * @param then called by the owner with the end of the call, unless the task run has ended by then
   */
  <T extends @Nullable Object> void call(
      NodeRun run, int index, Callable<T> code, Consumer<Answer<T>> then) {
    call(run, index, run.node.policy().timeout(), code, then);
  }

  /**
   * Calls code for a decision about a task run, for at most the given time.
   *
   * @param longest the limit; none if empty
   */
  <T extends @Nullable Object> void call(
      NodeRun run,
      int index,
      Optional<Duration> longest,
      Callable<T> code,
      Consumer<Answer<T>> then) {
    Call<T> call = new Call<>(run, index, code, then);
    open.add(call);
    longest.ifPresent(call::limit);
    context.startCall(call.name(), call, false);
  }

  private boolean close(Call<?> call) {
    if (call.limit != null) {
      call.limit.cancel();
    }
    return open.remove(call);
  }

  /**
   * Abandons the calls for a task run, whose end no longer depends on them; returns whether there
   * are any.
   */
  boolean abandon(NodeRun run, int index) {
    List<Call<?>> abandoned =
        open.stream().filter(call -> call.run == run && call.index == index).toList();
    for (Call<?> call : abandoned) {
      close(call);
      call.abandon();
    }
    return !abandoned.isEmpty();
  }

  /** Abandons the calls for the given nodes, and passes each of their task runs on. */
  void abandon(Predicate<GraphNode> nodes, TaskRunAction then) {
    List<Call<?>> abandoned = new ArrayList<>();
    for (Call<?> call : open) {
      if (nodes.test(call.run.node)) {
        abandoned.add(call);
      }
    }
    for (Call<?> call : abandoned) {
      close(call);
      call.abandon();
      then.accept(call.run, call.index);
    }
  }

  /** An action on a task run, or with index -1 on a node. */
  @FunctionalInterface
  interface TaskRunAction {
    void accept(NodeRun run, int index);
  }
}
