package dev.praetor.server.graphql.live;

import dev.praetor.RunId;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.filter.Filters;
import dev.praetor.server.graphql.read.NamedRuns;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.query.condition.Entity;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The code for the subscriptions of the schema. */
public record SubscriptionCode(RunStore store) {
  private static final int PAGE = 200;

  /** Returns the code. */
  public TypeCode<?> all() {
    return TypeCode.root("Subscription")
        .fetch(
            "runChanged", (_, given) -> next(given, new Following.Target.OneRun(run(given, "id"))))
        .fetch(
            "runsChanged",
            (_, given) ->
                next(
                    given,
                    new Following.Target.Runs(
                        Filters.read(Entity.RUN, given.getArgument("where")))))
        .fetch("workersChanged", (_, given) -> next(given, new Following.Target.Workers()))
        .fetch(
            "logLines",
            (_, given) -> next(given, new Following.Target.Lines(run(given, "run"), lines(given))));
  }

  private static @Nullable Object next(DataFetchingEnvironment given, Following.Target target) {
    Following following = given.getGraphQlContext().get(Following.class);
    if (following == null) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "subscriptions are answered at /graphql/stream, as events");
    }
    return following.next(target);
  }

  private RunId run(DataFetchingEnvironment given, String name) {
    String id = Objects.requireNonNull(given.getArgument(name));
    return new NamedRuns(store).require(id).id();
  }

  private static LogFilter lines(DataFetchingEnvironment given) {
    LogFilter filter = LogFilter.all().withLimit(PAGE);
    Optional<String> node = Optional.ofNullable(given.getArgument("node"));
    Optional<Integer> index = Optional.ofNullable(given.getArgument("index"));
    Optional<String> level = Optional.ofNullable(given.getArgument("level"));
    if (index.isPresent() && node.isEmpty()) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "an 'index' is one of a 'node'; give both");
    }
    try {
      filter = level.isPresent() ? filter.withLevel(level.get()) : filter;
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    filter = node.isPresent() ? filter.withNode(node.get()) : filter;
    return index.isPresent() ? filter.withIndex(index.get()) : filter;
  }
}
