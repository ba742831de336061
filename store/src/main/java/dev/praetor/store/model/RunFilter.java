package dev.praetor.store.model;

import dev.praetor.StateType;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A filter for runs, which are listed newest first. Immutable; each {@code with…} method returns a
 * changed copy.
 *
 * @param flow the name of the flow whose runs are listed; absent for all flows
 * @param project the project whose runs are listed; absent for all projects
 * @param states the states of the runs that are listed; empty for all states
 * @param since the time at or after which the runs were created; absent for any time
 * @param labels the labels that each listed run has, with their values; empty for any labels
 * @param after the last run of the previous page; absent for the first page
 * @param limit the largest number of runs on the page, at least 1
 */
public record RunFilter(
    Optional<String> flow,
    Optional<String> project,
    Set<StateType> states,
    Optional<Instant> since,
    Map<String, String> labels,
    Optional<StoredRun> after,
    int limit) {
  private static final int DEFAULT_LIMIT = 100;

  public RunFilter {
    states = states.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(states));
    labels = Map.copyOf(labels);
    if (limit < 1) {
      throw new IllegalArgumentException("a page must have at least 1 run, not " + limit);
    }
  }

  public static RunFilter all() {
    return new RunFilter(
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        DEFAULT_LIMIT);
  }

  public RunFilter withFlow(String name) {
    return new RunFilter(Optional.of(name), project, states, since, labels, after, limit);
  }

  public RunFilter withProject(String name) {
    return new RunFilter(flow, Optional.of(name), states, since, labels, after, limit);
  }

  public RunFilter withState(StateType type) {
    return withStates(Set.of(type));
  }

  public RunFilter withStates(Set<StateType> any) {
    return new RunFilter(flow, project, any, since, labels, after, limit);
  }

  public RunFilter withSince(Instant time) {
    return new RunFilter(flow, project, states, Optional.of(time), labels, after, limit);
  }

  public RunFilter withLabels(Map<String, String> all) {
    return new RunFilter(flow, project, states, since, all, after, limit);
  }

  public RunFilter withAfter(StoredRun last) {
    return new RunFilter(flow, project, states, since, labels, Optional.of(last), limit);
  }

  public RunFilter withLimit(int most) {
    return new RunFilter(flow, project, states, since, labels, after, most);
  }
}
