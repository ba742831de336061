package dev.praetor.server.graphql.aggregate;

import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.aggregate.Group;
import dev.praetor.store.query.aggregate.Measure;
import dev.praetor.store.query.aggregate.Statistic;
import dev.praetor.store.query.aggregate.Stats;
import dev.praetor.store.query.condition.Entity;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The code for aggregates. */
public final class AggregateTypes {
  private final StoreQueries queries;

  public AggregateTypes(StoreQueries queries) {
    this.queries = queries;
  }

  /** Returns the code for the types of aggregates. */
  public static List<TypeCode<?>> all() {
    return List.of(
        group("RunAggregate", Entity.RUN)
            .fetch(
                "taskRuns",
                (group, environment) ->
                    stats(group, Measures.taskRuns(environment.getArguments()))),
        group("TaskRunAggregate", Entity.TASK_RUN),
        statistics());
  }

  /** Returns the groups of runs that a request asks for. */
  public Object runs(DataFetchingEnvironment environment) {
    return queries
        .aggregates()
        .groups(Entity.RUN, new AggregateArguments(Entity.RUN).request(environment));
  }

  /** Returns the groups of task runs that a request asks for. */
  public Object taskRuns(DataFetchingEnvironment environment) {
    return queries
        .aggregates()
        .groups(Entity.TASK_RUN, new AggregateArguments(Entity.TASK_RUN).request(environment));
  }

  private static TypeCode<Group> group(String name, Entity entity) {
    TypeCode<Group> type =
        TypeCode.of(name, Group.class).field("key", Group::key).field("count", Group::count);
    Measures.of(entity)
        .forEach((field, measure) -> type.field(field, group -> stats(group, measure)));
    return type;
  }

  private static @Nullable Stats stats(Group group, Measure measure) {
    return group.stats().get(measure);
  }

  private static TypeCode<Stats> statistics() {
    TypeCode<Stats> type = TypeCode.of("Stats", Stats.class).field("n", Stats::n);
    Measures.statistics()
        .forEach((name, statistic) -> {
          if (statistic != Statistic.N) {
            type.field(name, stats -> number(stats, statistic));
          }
        });
    return type;
  }

  private static @Nullable Double number(Stats stats, Statistic statistic) {
    var value = stats.of(statistic);
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
