package dev.praetor.engine.document;

import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A task run as the document shows it.
 *
 * @param run the task run; its value as an object is not used
 * @param value its value, without secrets
 * @param note why there is no value, or why it is not the one that was returned
 */
public record DocumentedTaskRun(TaskRun run, JsonNode value, Optional<String> note) {
  /** The time it began to run, or to map. */
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
