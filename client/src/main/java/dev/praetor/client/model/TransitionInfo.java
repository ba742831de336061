package dev.praetor.client.model;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reads states with their facts. */
final class TransitionInfo {
  static final String FIELDS =
      "{ attempt state message time at position width counts cause " + FailureInfo.FIELDS + " }";

  private TransitionInfo() {}

  static Transition of(Json json) {
    return new Transition(json.number("attempt"), state(json));
  }

  private static State state(Json json) {
    String text = json.text("message");
    Instant time = json.time("time");
    Optional<Failure> cause = json.at("cause").map(FailureInfo::of);
    Optional<Instant> at = json.optionalTime("at");
    int attempt = json.number("attempt");
    return switch (json.state("state")) {
      case PENDING -> new State.Pending(text, time);
      case SCHEDULED -> new State.Scheduled(text, time, at.orElse(time));
      case RETRYING -> new State.Retrying(text, time, at.orElse(time), attempt, cause);
      case QUEUED -> new State.Queued(text, time, json.number("position"));
      case PAUSED -> new State.Paused(text, time, at);
      case RUNNING -> new State.Running(text, time, Math.max(1, attempt));
      case MAPPED -> new State.Mapped(text, time, json.number("width"), counts(json));
      case CANCELLING -> new State.Cancelling(text, time);
      case SUCCESS -> new State.Success(text, time);
      case CACHED -> new State.Cached(text, time);
      case SKIPPED -> new State.Skipped(text, time);
      case FAILED -> new State.Failed(text, time, cause);
      case TIMED_OUT -> new State.TimedOut(text, time, cause);
      case TRIGGER_FAILED -> new State.TriggerFailed(text, time, cause);
      case CRASHED -> new State.Crashed(text, time, cause);
      case CANCELLED -> new State.Cancelled(text, time);
    };
  }

  private static Map<StateType, Integer> counts(Json json) {
    Map<StateType, Integer> counts = new EnumMap<>(StateType.class);
    json.node()
        .path("counts")
        .properties()
        .forEach(each -> counts.put(StateType.ofLabel(each.getKey()), each.getValue().asInt()));
    return counts;
  }
}
