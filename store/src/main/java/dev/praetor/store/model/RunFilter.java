package dev.praetor.store.model;

import dev.praetor.StateType;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A choice of runs, listed newest first. Immutable; each {@code with…} gives another.
 *
 * @param states only runs in one of these; empty for any
 * @param since only runs made at this time or later
 * @param after the last run of the page before
 * @param limit how many at most
 */
public record RunFilter(
    Optional<String> flow,
    Set<StateType> states,
    Optional<Instant> since,
    Optional<StoredRun> after,
    int limit) {
  private static final int STANDARD = 100;

  public RunFilter {
    states = states.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(states));
    if (limit < 1) {
      throw new IllegalArgumentException("a page must have room for 1 run or more, not " + limit);
    }
  }

  public static RunFilter all() {
    return new RunFilter(Optional.empty(), Set.of(), Optional.empty(), Optional.empty(), STANDARD);
  }

  public RunFilter withFlow(String name) {
    return new RunFilter(Optional.of(name), states, since, after, limit);
  }

  public RunFilter withState(StateType type) {
    return withStates(Set.of(type));
  }

  public RunFilter withStates(Set<StateType> any) {
    return new RunFilter(flow, any, since, after, limit);
  }

  public RunFilter withSince(Instant time) {
    return new RunFilter(flow, states, Optional.of(time), after, limit);
  }

  public RunFilter withAfter(StoredRun last) {
    return new RunFilter(flow, states, since, Optional.of(last), limit);
  }

  public RunFilter withLimit(int most) {
    return new RunFilter(flow, states, since, after, most);
  }
}
