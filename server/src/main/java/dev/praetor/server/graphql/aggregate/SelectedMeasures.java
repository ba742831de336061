package dev.praetor.server.graphql.aggregate;

import dev.praetor.store.query.aggregate.Measure;
import dev.praetor.store.query.aggregate.Statistic;
import dev.praetor.store.query.condition.Entity;
import graphql.schema.DataFetchingFieldSelectionSet;
import graphql.schema.SelectedField;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the measures and statistics that a caller selects. */
record SelectedMeasures(Entity entity) {
  Map<Measure, Set<Statistic>> of(DataFetchingFieldSelectionSet selected) {
    Map<Measure, Set<Statistic>> all = new LinkedHashMap<>();
    for (SelectedField field : selected.getImmediateFields()) {
      Measure measure = measure(field);
      if (measure != null) {
        all.computeIfAbsent(measure, _ -> EnumSet.noneOf(Statistic.class))
            .addAll(statistics(field.getSelectionSet()));
      }
    }
    return all;
  }

  private @Nullable Measure measure(SelectedField field) {
    return field.getName().equals("taskRuns")
        ? Measures.taskRuns(field.getArguments())
        : Measures.of(entity).get(field.getName());
  }

  private static Set<Statistic> statistics(DataFetchingFieldSelectionSet selected) {
    Set<Statistic> all = EnumSet.of(Statistic.N);
    for (SelectedField field : selected.getImmediateFields()) {
      Statistic statistic = Measures.statistics().get(field.getName());
      if (statistic != null) {
        all.add(statistic);
      }
    }
    return all;
  }
}
