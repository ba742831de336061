package dev.praetor.server.graphql.read;

import dev.praetor.server.graphql.schema.Later;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.query.PageRequest;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;

/** The code for limits, and for what counts towards them. */
final class LimitTypes {
  private LimitTypes() {}

  static List<TypeCode<?>> all() {
    return List.of(limit(), holder());
  }

  private static TypeCode<RunLimit> limit() {
    return TypeCode.of("Limit", RunLimit.class)
        .field("scope", limit -> limit.scope().name())
        .field("name", RunLimit::name)
        .field("n", RunLimit::most)
        .field("used", RunLimit::used)
        .field("author", RunLimit::author)
        .field("time", RunLimit::time)
        .fetch("holders", LimitTypes::holders);
  }

  private static Later<List<RunLimit.Holder>> holders(
      RunLimit limit, DataFetchingEnvironment environment) {
    Integer first = environment.getArgument("first");
    int most = PageRequest.all().withFirst(Objects.requireNonNullElse(first, 0)).first();
    return Loaders.LIMIT_HOLDERS
        .<List<RunLimit.Holder>>load(environment, new Loaders.HoldersOf(limit.key(), most))
        .map(found -> found == null ? List.of() : found);
  }

  private static TypeCode<RunLimit.Holder> holder() {
    return TypeCode.of("LimitHolder", RunLimit.Holder.class)
        .fetch("run", (holder, environment) -> Loaders.RUN.load(environment, holder.run()))
        .field("task", RunLimit.Holder::task);
  }
}
