package dev.praetor.server.graphql.change;

import dev.praetor.RunId;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.query.row.FlowRow;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The changes of registered flows, and the runs that callers make of them.
 *
 * @param by the name that is recorded as the person who made the change
 */
record FlowChanges(RunStore store, RegisteredDoor door, String by) {
  /** Makes a run, or finds the run that was made with the same key. */
  RunId createRun(DataFetchingEnvironment given) {
    RunEntry entry = RunEntry.PLAIN.withLabels(labels(given.getArgument("labels")));
    String key = given.getArgument("idempotencyKey");
    RegisteredDoor.Request request =
        new RegisteredDoor.Request(
            text(given, "project"),
            text(given, "flow"),
            Optional.ofNullable(given.getArgument("version")),
            parameters(given.getArgument("parameters")),
            Optional.ofNullable(given.getArgument("at")),
            key == null ? entry : entry.withKey(key),
            by);
    return door.enter(request).run();
  }

  private static Map<String, JsonNode> parameters(@Nullable Object given) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    object("parameters", given)
        .forEach((name, value) ->
            parameters.put(String.valueOf(name), ExactJson.MAPPER.valueToTree(value)));
    return parameters;
  }

  private static Map<String, String> labels(@Nullable Object given) {
    Map<String, String> labels = new LinkedHashMap<>();
    object("labels", given)
        .forEach((name, value) -> {
          if (!(value instanceof String text)) {
            throw new RequestRefused(
                ApiCode.BAD_REQUEST, "label '%s' is a text, not %s".formatted(name, value));
          }
          labels.put(String.valueOf(name), text);
        });
    return labels;
  }

  private static Map<?, ?> object(String name, @Nullable Object given) {
    return switch (given) {
      case null -> Map.of();
      case Map<?, ?> object -> object;
      default ->
          throw new RequestRefused(
              ApiCode.BAD_REQUEST, "'%s' is an object with a member for each name".formatted(name));
    };
  }

  FlowRow archive(DataFetchingEnvironment given) {
    String flow = text(given, "flow");
    boolean _ = store.registeredFlows().archive(text(given, "project"), flow, by);
    return new FlowRow(flow);
  }

  private static String text(DataFetchingEnvironment given, String name) {
    String text = given.getArgument(name);
    return Objects.requireNonNullElse(text, "default");
  }
}
