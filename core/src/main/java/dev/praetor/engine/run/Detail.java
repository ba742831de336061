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
  Timers.@Nullable Timer timer;
}
