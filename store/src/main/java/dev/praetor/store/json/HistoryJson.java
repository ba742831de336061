package dev.praetor.store.json;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a history as a short JSON text and reads it: for each state an array {@code [attempt,
 * name, time, message, more …]}. The failure that the row itself contains is not repeated but
 * written as {@code true}.
 */
public final class HistoryJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private HistoryJson() {}

  /** Writes a history. */
  public static String write(List<Transition> history, Masker masker) {
    return text(history, null, masker);
  }

  /** Writes the history of a task run whose row has a failure. */
  public static String write(List<Transition> history, Failure own, Masker masker) {
    return text(history, own, masker);
  }

  private static String text(List<Transition> history, @Nullable Failure own, Masker masker) {
    ArrayNode all = MAPPER.createArrayNode();
    for (Transition transition : history) {
      State state = transition.state();
      ArrayNode one = all.addArray().add(transition.attempt()).add(state.name());
      one.add(Micros.micros(state.time())).add(masker.mask(state.message()));
      switch (state) {
        case State.Scheduled it -> one.add(Micros.micros(it.at()));
        case State.Retrying it -> {
          one.add(Micros.micros(it.at())).add(it.attempt());
          one.add(failure(it.cause(), own, masker));
        }
        case State.Queued it -> one.add(it.position());
        case State.Paused it -> it.until().ifPresent(until -> one.add(Micros.micros(until)));
        case State.Running it -> one.add(it.attempt());
        case State.Mapped it -> {
          ObjectNode children = one.add(it.width()).addObject();
          it.children().forEach((type, n) -> children.put(type.label(), n));
        }
        case State.Unsuccessful it -> one.add(failure(it.failure(), own, masker));
        case State.Pending _, State.Cancelling _, State.Successful _, State.Cancelled _ -> {}
      }
    }
    return StorableText.ofJson(all.toString());
  }

  private static JsonNode failure(Optional<Failure> failure, @Nullable Failure own, Masker masker) {
    if (failure.isEmpty()) {
      return MAPPER.getNodeFactory().nullNode();
    }
    return failure.get().equals(own)
        ? MAPPER.getNodeFactory().booleanNode(true)
        : failure(masker.mask(failure.get()));
  }

  public static String write(Failure failure, Masker masker) {
    return StorableText.ofJson(failure(masker.mask(failure)).toString());
  }

  private static ObjectNode failure(Failure failure) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", failure.type()).put("message", failure.message());
    json.put("trace", failure.trace()).put("retryable", failure.retryable());
    failure.cause().ifPresent(cause -> json.set("cause", failure(cause)));
    return json;
  }

  public static Optional<Failure> readFailure(@Nullable String json) {
    return json == null ? Optional.empty() : Optional.of(failure(MAPPER.readTree(json)));
  }

  private static Failure failure(JsonNode json) {
    JsonNode cause = json.get("cause");
    return new Failure(
        json.path("type").asString(),
        json.path("message").asString(),
        json.path("trace").asString(),
        cause == null ? Optional.empty() : Optional.of(failure(cause)),
        json.path("retryable").asBoolean());
  }

  /** Reads a history. */
  public static List<Transition> read(String json) {
    return transitions(json, null);
  }

  /** Reads the history of a task run whose row has a failure. */
  public static List<Transition> read(String json, Failure own) {
    return transitions(json, own);
  }

  private static List<Transition> transitions(String json, @Nullable Failure own) {
    List<Transition> history = new ArrayList<>();
    for (JsonNode one : MAPPER.readTree(json)) {
      history.add(new Transition(one.path(0).asInt(), state(one, own)));
    }
    return history;
  }

  private static State state(JsonNode one, @Nullable Failure own) {
    String text = one.path(3).asString();
    Instant time = time(one, 2);
    return switch (StateType.ofLabel(one.path(1).asString())) {
      case PENDING -> new State.Pending(text, time);
      case SCHEDULED -> new State.Scheduled(text, time, time(one, 4));
      case RETRYING ->
          new State.Retrying(text, time, time(one, 4), one.path(5).asInt(), failure(one, 6, own));
      case QUEUED -> new State.Queued(text, time, one.path(4).asInt());
      case PAUSED ->
          new State.Paused(
              text, time, one.size() > 4 ? Optional.of(time(one, 4)) : Optional.empty());
      case RUNNING -> new State.Running(text, time, one.path(4).asInt());
      case MAPPED -> new State.Mapped(text, time, one.path(4).asInt(), counts(one.path(5)));
      case CANCELLING -> new State.Cancelling(text, time);
      case SUCCESS -> new State.Success(text, time);
      case CACHED -> new State.Cached(text, time);
      case SKIPPED -> new State.Skipped(text, time);
      case FAILED -> new State.Failed(text, time, failure(one, 4, own));
      case TIMED_OUT -> new State.TimedOut(text, time, failure(one, 4, own));
      case TRIGGER_FAILED -> new State.TriggerFailed(text, time, failure(one, 4, own));
      case CRASHED -> new State.Crashed(text, time, failure(one, 4, own));
      case CANCELLED -> new State.Cancelled(text, time);
    };
  }

  private static Instant time(JsonNode one, int at) {
    return Micros.of(one.path(at).asLong());
  }

  private static Map<StateType, Integer> counts(JsonNode json) {
    Map<StateType, Integer> counts = new EnumMap<>(StateType.class);
    json.properties().forEach(e -> counts.put(StateType.ofLabel(e.getKey()), e.getValue().asInt()));
    return counts;
  }

  private static Optional<Failure> failure(JsonNode one, int at, @Nullable Failure own) {
    JsonNode json = one.path(at);
    if (json.isBoolean()) {
      return Optional.ofNullable(own);
    }
    return json.isObject() ? Optional.of(failure(json)) : Optional.empty();
  }
}
