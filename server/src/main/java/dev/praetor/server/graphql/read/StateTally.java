package dev.praetor.server.graphql.read;

import dev.praetor.StateType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The number of task runs by state. */
record StateTally(int total, List<StateTally.StateCount> byState) {
  /** The number of task runs in a state. */
  record StateCount(StateType state, int n) {}

  StateTally {
    byState = List.copyOf(byState);
  }

  static StateTally of(Map<StateType, Integer> states) {
    List<StateCount> counts =
        new TreeMap<>(states)
            .entrySet().stream()
                .map(each -> new StateCount(each.getKey(), each.getValue()))
                .toList();
    return new StateTally(counts.stream().mapToInt(StateCount::n).sum(), counts);
  }
}
