package dev.praetor.testkit;

import dev.praetor.StateType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Parses the names of states in tests, so that a misspelt name is refused. */
final class StateNames {
  private StateNames() {}

  static StateType parse(String name) {
    return Arrays.stream(StateType.values())
        .filter(type -> type.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no state called '"
                    + name
                    + "'; the states are "
                    + Arrays.stream(StateType.values())
                        .map(StateType::label)
                        .collect(Collectors.joining(", "))));
  }

  /** Returns the event of a task run that enters a state. */
  static String event(String taskRun, StateType state) {
    return taskRun + " " + state.label();
  }

  /** Returns the event, whose last word must be the name of a state. */
  static String requireEvent(String event) {
    parse(event.substring(event.lastIndexOf(' ') + 1));
    return event;
  }
}
