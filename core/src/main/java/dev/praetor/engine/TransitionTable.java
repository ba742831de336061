package dev.praetor.engine;

import static dev.praetor.StateType.CACHED;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.CANCELLING;
import static dev.praetor.StateType.CRASHED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.MAPPED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.PENDING;
import static dev.praetor.StateType.QUEUED;
import static dev.praetor.StateType.RETRYING;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SCHEDULED;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static dev.praetor.StateType.TRIGGER_FAILED;

import dev.praetor.StateType;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The legal transitions between states, as data. Every change of state is checked against such a
 * table; one table is for task runs and one for flow runs.
 */
public final class TransitionTable {
  /**
   * The transitions of task runs. Nothing follows a finished state, not even in a resumed run: a
   * task run that is executed again because its result was not kept begins anew as pending, and its
   * recorded end is not reused.
   */
  public static final TransitionTable TASK_RUN =
      new TransitionTable(
          "task run",
          Map.of(
              PENDING,
                  EnumSet.of(
                      SCHEDULED,
                      QUEUED,
                      PAUSED,
                      RUNNING,
                      MAPPED,
                      SUCCESS,
                      CACHED,
                      SKIPPED,
                      FAILED,
                      TRIGGER_FAILED,
                      CANCELLED),
              SCHEDULED, EnumSet.of(SUCCESS, SKIPPED, CANCELLED),
              RETRYING, EnumSet.of(QUEUED, RUNNING, SUCCESS, CACHED, SKIPPED, TIMED_OUT, CANCELLED),
              QUEUED, EnumSet.of(RUNNING, SUCCESS, CACHED, SKIPPED, TIMED_OUT, CANCELLED),
              PAUSED, EnumSet.of(PENDING, SUCCESS, SKIPPED, FAILED, CANCELLED),
              RUNNING,
                  EnumSet.of(
                      RUNNING, RETRYING, SUCCESS, CACHED, SKIPPED, FAILED, TIMED_OUT, CRASHED,
                      CANCELLED),
              MAPPED, EnumSet.of(SUCCESS, SKIPPED, FAILED, CANCELLED)));

  /** The transitions of flow runs. */
  public static final TransitionTable FLOW_RUN =
      new TransitionTable(
          "flow run",
          Map.of(
              PENDING, EnumSet.of(SCHEDULED, QUEUED, RUNNING, FAILED, SKIPPED, CANCELLED),
              SCHEDULED, EnumSet.of(PENDING, QUEUED, RUNNING, SKIPPED, FAILED, CANCELLED),
              QUEUED, EnumSet.of(PENDING, QUEUED, RUNNING, SKIPPED, FAILED, CANCELLED),
              RUNNING,
                  EnumSet.of(PAUSED, RETRYING, CANCELLING, SUCCESS, FAILED, CRASHED, CANCELLED),
              PAUSED, EnumSet.of(RUNNING, CANCELLING, SUCCESS, FAILED, CRASHED, CANCELLED),
              RETRYING, EnumSet.of(RUNNING, CANCELLED),
              CANCELLING, EnumSet.of(CANCELLED, FAILED, TIMED_OUT, CRASHED)));

  private final String of;
  private final Map<StateType, Set<StateType>> next = new EnumMap<>(StateType.class);
  private final boolean[] legal =
      new boolean[StateType.values().length * StateType.values().length];

  private TransitionTable(String of, Map<StateType, EnumSet<StateType>> next) {
    this.of = of;
    for (StateType from : StateType.values()) {
      Set<StateType> to = next.getOrDefault(from, EnumSet.noneOf(StateType.class));
      this.next.put(from, Set.copyOf(to));
      to.forEach(type -> legal[index(from, type)] = true);
    }
  }

  public Set<StateType> after(StateType from) {
    return next.getOrDefault(from, Set.of());
  }

  public boolean allows(StateType from, StateType to) {
    return legal[index(from, to)];
  }

  /**
   * Checks a change of state.
   *
   * @param run the run, for the message
   * @throws IllegalStateException if the change is not legal; the message names both states and the
   *     run
   */
  public void require(StateType from, StateType to, Object run) {
    if (!allows(from, to)) {
      throw new IllegalStateException(
          of + " " + run + " cannot go from " + from.label() + " to " + to.label());
    }
  }

  private static int index(StateType from, StateType to) {
    return from.ordinal() * StateType.values().length + to.ordinal();
  }
}
