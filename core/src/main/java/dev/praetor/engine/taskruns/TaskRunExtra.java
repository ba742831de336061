package dev.praetor.engine.taskruns;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.loop.Timers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of a task run beyond a code, two times and a value: only for those that need it. */
public final class TaskRunExtra {
  public final List<Transition> history = new ArrayList<>(4);
  public @Nullable State state;
  public @Nullable Failure failure;

  /** Attempts begun, over all iterations. */
  public int attempts;

  /** Attempts begun in this iteration of a loop. */
  public int attemptsHere;

  public int iteration = 1;
  public @Nullable Object loopState;
  public boolean approved;

  /** Attempts whose process ended before they did; they do not count against the policy. */
  public int crashes;

  public Timers.@Nullable Timer timer;

  TaskRunExtra copy() {
    TaskRunExtra copy = new TaskRunExtra();
    copy.history.addAll(history);
    copy.state = state;
    copy.failure = failure;
    copy.attempts = attempts;
    copy.attemptsHere = attemptsHere;
    copy.iteration = iteration;
    copy.loopState = loopState;
    copy.approved = approved;
    copy.crashes = crashes;
    return copy;
  }
}
