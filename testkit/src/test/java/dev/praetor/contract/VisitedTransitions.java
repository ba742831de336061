package dev.praetor.contract;

import dev.praetor.StateType;
import dev.praetor.engine.TransitionTable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The transitions that some runs have made, read from their events. Not thread-safe. */
final class VisitedTransitions {
  /** A change of state, printed as in docs/states.md. */
  record Pair(StateType from, StateType to) implements Comparable<Pair> {
    @Override
    public int compareTo(Pair other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return from.label() + " --> " + to.label();
    }
  }

  final TreeSet<Pair> ofTaskRuns = new TreeSet<>();
  final TreeSet<Pair> ofFlowRuns = new TreeSet<>();

  /** Adds the transitions of a new run. */
  void add(List<String> events) {
    add(events, Map.of());
  }

  /**
   * Adds the transitions of a run.
   *
   * @param before the states in which a resumed run was interrupted, by task run, {@code flow} for
   *     the run
   */
  void add(List<String> events, Map<String, StateType> before) {
    Map<String, StateType> states = new HashMap<>(before);
    for (String event : events) {
      int end = event.lastIndexOf(' ');
      String run = event.substring(0, end);
      StateType to = StateType.ofLabel(event.substring(end + 1));
      StateType from = states.put(run, to);
      Pair pair = new Pair(from == null ? StateType.PENDING : from, to);
      (run.equals("flow") ? ofFlowRuns : ofTaskRuns).add(pair);
    }
  }

  /** Returns the legal transitions of a table without the given ones. */
  static Set<Pair> legalWithout(TransitionTable table, Collection<Pair> others) {
    TreeSet<Pair> legal = new TreeSet<>();
    for (StateType from : StateType.values()) {
      table.after(from).forEach(to -> legal.add(new Pair(from, to)));
    }
    legal.removeAll(others);
    return legal;
  }
}
