package dev.praetor.engine.run;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.Transition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is kept of a task run beyond a code, two times and a value: only for those that need it. */
final class Detail {
  final List<Transition> history = new ArrayList<>(4);
  @Nullable State state;
  @Nullable Failure failure;

  /** Attempts begun, over all iterations. */
  int attempts;

  /** Attempts begun in this iteration of a loop. */
  int attemptsHere;

  int iteration = 1;
  @Nullable Object loopState;
  boolean approved;

  /** Attempts whose process ended before they did; they do not count against the policy. */
  int crashes;

  Timers.@Nullable Timer timer;

  Detail copy() {
    Detail copy = new Detail();
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
