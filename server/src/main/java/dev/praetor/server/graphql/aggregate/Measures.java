package dev.praetor.server.graphql.aggregate;

import dev.praetor.StateType;
import dev.praetor.store.query.aggregate.Measure;
import dev.praetor.store.query.aggregate.Statistic;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The measures and statistics by the names that they have in the schema. */
final class Measures {
  private static final Map<String, Measure> OF_RUNS =
      Map.of(
          "duration", new Measure.OfField(RunField.DURATION),
          "lateness", new Measure.OfField(RunField.LATENESS));
  private static final Map<String, Measure> OF_TASK_RUNS =
      Map.of(
          "duration", new Measure.OfField(TaskRunField.DURATION),
          "attempts", new Measure.OfField(TaskRunField.ATTEMPTS));
  private static final Map<String, Statistic> STATISTICS =
      Stream.of(Statistic.values())
          .collect(
              Collectors.toMap(
                  each -> each.name().toLowerCase(Locale.ROOT),
                  each -> each,
                  (one, _) -> one,
                  LinkedHashMap::new));

  private Measures() {}

  /** Returns the measures without arguments by their names. */
  static Map<String, Measure> of(Entity entity) {
    return entity == Entity.RUN ? OF_RUNS : OF_TASK_RUNS;
  }

  /** Returns the statistics by their names. */
  static Map<String, Statistic> statistics() {
    return STATISTICS;
  }

  /** Returns the number of task runs that arguments describe. */
  static Measure taskRuns(Map<String, ?> arguments) {
    Object node = arguments.get("node");
    Object states = arguments.get("states");
    return new Measure.TaskRuns(
        Optional.ofNullable(node).map(Object::toString),
        states instanceof List<?> labels
            ? labels.stream()
                .map(label -> StateType.ofLabel(String.valueOf(label)))
                .collect(Collectors.toSet())
            : Set.of());
  }
}
