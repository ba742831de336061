package dev.praetor.store.history;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowSpec;
import dev.praetor.StateType;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds and checks runs to resume: their process ended before they did. */
public final class ResumableRuns {
  public static final Set<StateType> UNFINISHED =
      Arrays.stream(StateType.values())
          .filter(type -> !type.isFinished())
          .collect(Collectors.toUnmodifiableSet());

  private ResumableRuns() {}

  /**
   * Returns the newest run that can be resumed with the same code, flow and parameters. A parameter
   * whose value is recorded masked is compared without what is masked.
   */
  public static Optional<StoredRun> newest(
      RunHistory store, Flow<?> flow, String target, List<Argument> arguments) {
    JsonNode wanted = FlowParameters.json(flow, arguments);
    String origin = RunOrigin.lasting(target);
    RunFilter filter = RunFilter.all().withFlow(flow.name()).withStates(UNFINISHED);
    List<StoredRun> page = store.list(filter);
    while (!page.isEmpty()) {
      Optional<StoredRun> found =
          page.stream()
              .filter(run -> !run.state().isFinished() && run.parent().isEmpty())
              .filter(run -> run.origin().target().equals(origin))
              .filter(run -> isSame(run, wanted))
              .map(run -> store.settled(run, false))
              .filter(StoredRun::isLost)
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      page = store.list(filter.withAfter(page.getLast()));
    }
    return Optional.empty();
  }

  private static boolean isSame(StoredRun run, JsonNode wanted) {
    JsonNode recorded = ExactJson.MAPPER.readTree(run.parameters());
    return recorded.size() == wanted.size()
        && recorded
            .propertyStream()
            .allMatch(parameter -> {
              JsonNode value = wanted.get(parameter.getKey());
              return value != null
                  && (value.equals(parameter.getValue())
                      || run.parameterNotes().containsKey(parameter.getKey())
                          && isMasked(parameter.getValue(), value));
            });
  }

  private static boolean isMasked(JsonNode recorded, JsonNode value) {
    String parts =
        Pattern.compile("***", Pattern.LITERAL)
            .splitAsStream(text(recorded) + "\0")
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.compile(parts, Pattern.DOTALL).matcher(text(value) + "\0").matches();
  }

  private static String text(JsonNode json) {
    return json.isString() ? json.asString() : json.toString();
  }

  /**
   * Checks that a run can be resumed with the code of a flow.
   *
   * @throws StoreFailed with {@code CONFLICT} if the run is a part of another run, has ended, or
   *     was run with other code
   */
  public static void require(StoredRun run, Flow<?> flow) {
    if (run.parent().isPresent()) {
      throw StoreFailed.conflict(
          run.id(),
          "run " + run.id() + " is a part of run " + run.parent().get().run(),
          "resume that run, and this run is resumed with it");
    }
    if (run.state().isFinished()) {
      throw StoreFailed.conflict(
          run.id(),
          "run %s has ended as %s, so it cannot be resumed".formatted(run.id(), run.state().name()),
          "restart the run");
    }
    if (run.isWaiting()) {
      throw StoreFailed.conflict(
          run.id(),
          "run %s has not started yet, so there is nothing to resume".formatted(run.id()),
          "ask why it waits, or cancel it");
    }
    if (!isOf(run, flow.spec())) {
      throw StoreFailed.conflict(
          run.id(),
          "flow '%s' has changed since run %s began, so the run cannot be resumed"
              .formatted(flow.name(), run.id()),
          "restart the run, or restore the earlier code");
    }
  }

  /**
   * Returns whether a run is of this version of its flow, or was before types, definitions of flows
   * within the flow, or values that code captured, were recorded.
   */
  private static boolean isOf(StoredRun run, FlowSpec now) {
    return Stream.of(
            now,
            without(now, "captured"),
            without(now, "captured", "deciding"),
            without(now, "captured", "deciding", "shape"))
        .anyMatch(spec -> run.version().equals(Optional.of(spec.version())));
  }

  private static FlowSpec without(FlowSpec spec, String... properties) {
    ObjectNode tree = spec.tree();
    for (JsonNode node : tree.path("nodes")) {
      ((ObjectNode) node).remove(List.of(properties));
    }
    return new FlowSpec(ExactJson.MAPPER.writeValueAsString(tree));
  }
}
