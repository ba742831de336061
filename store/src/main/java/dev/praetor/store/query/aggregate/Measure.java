package dev.praetor.store.query.aggregate;

import dev.praetor.StateType;
import dev.praetor.store.query.condition.Field;
import java.util.Optional;
import java.util.Set;

/** A number that entities have, of which a group has statistics. */
public sealed interface Measure {
  /**
   * A field with numbers, or with durations, which are measured in seconds. Entities that do not
   * have the field are left out of its statistics.
   */
  record OfField(Field field) implements Measure {}

  /**
   * The number of task runs that a run has.
   *
   * @param node the node to which they belong; the children are counted if it is mapped. If absent,
   *     the task runs of all nodes are counted.
   * @param states the states in which they are; empty for any
   */
  record TaskRuns(Optional<String> node, Set<StateType> states) implements Measure {
    public TaskRuns {
      states = Set.copyOf(states);
    }
  }
}
