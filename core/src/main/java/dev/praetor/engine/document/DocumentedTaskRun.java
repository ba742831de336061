package dev.praetor.engine.document;

import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A task run with the data that the document shows.
 *
 * @param run the task run, whose value as an object is not used
 * @param value the value, without secrets
 * @param note the reason why there is no value, or why the value differs from the returned one
 */
public record DocumentedTaskRun(TaskRun run, JsonNode value, Optional<String> note) {
  /** Returns the time at which the task run first began to run, or to map. */
  Optional<Instant> started() {
    return run.history().stream()
        .map(Transition::state)
        .filter(state -> state instanceof State.Running || state instanceof State.Mapped)
        .map(State::time)
        .findFirst();
  }

  Optional<Instant> ended() {
    return Optional.of(run.state()).filter(State::isFinished).map(State::time);
  }
}
