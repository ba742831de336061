package dev.praetor.server.graphql.aggregate;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.filter.FieldNames;
import dev.praetor.server.graphql.filter.Filters;
import dev.praetor.store.query.aggregate.AggregateRequest;
import dev.praetor.store.query.aggregate.GroupBy;
import dev.praetor.store.query.aggregate.GroupOrder;
import dev.praetor.store.query.aggregate.TimeBucket;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import graphql.schema.DataFetchingEnvironment;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the arguments of aggregates. */
record AggregateArguments(Entity entity) {
  private static final String UTC = "UTC";

  /**
   * Returns the request of an aggregate.
   *
   * @throws RequestRefused if the arguments do not fit together
   */
  AggregateRequest request(DataFetchingEnvironment environment) {
    Integer first = environment.getArgument("first");
    return new AggregateRequest(
        Filters.read(entity, environment.getArgument("where")),
        objects(environment.getArgument("groupBy")).stream().map(this::groupBy).toList(),
        new GroupFilters(entity).read(environment.getArgument("having")),
        objects(environment.getArgument("orderBy")).stream().map(this::order).toList(),
        first == null ? 0 : first,
        new SelectedMeasures(entity).of(environment.getSelectionSet()));
  }

  private static List<Map<String, @Nullable Object>> objects(
      @Nullable List<Map<String, @Nullable Object>> given) {
    return given == null ? List.of() : given;
  }

  private GroupBy groupBy(Map<String, @Nullable Object> given) {
    Object field = given.get("field");
    Object label = given.get("label");
    Object time = given.get("time");
    List<Object> parts = new ArrayList<>();
    for (Object part : new @Nullable Object[] {field, label, time}) {
      if (part != null) {
        parts.add(part);
      }
    }
    if (parts.size() != 1) {
      throw refused("a part of 'groupBy' has one of 'field', 'label' and 'time'");
    }
    Object bucket = given.get("bucket");
    Object zone = given.get("zone");
    if ((bucket == null) != (time == null) || (zone != null && time == null)) {
      throw refused("a part of 'groupBy' with a 'time' has a 'bucket', and no other part has one");
    }
    if (time != null) {
      return new GroupBy.OfTime(
          Objects.requireNonNull(FieldNames.fields(entity).get(time.toString())),
          TimeBucket.valueOf(String.valueOf(bucket)),
          zone(zone == null ? UTC : zone.toString()));
    }
    return field == null ? new GroupBy.OfLabel(String.valueOf(label)) : ofField(field.toString());
  }

  private GroupBy ofField(String name) {
    Field own = FieldNames.fields(entity).get(name);
    return new GroupBy.OfField(
        own == null ? Objects.requireNonNull(FieldNames.fields(Entity.RUN).get(name), name) : own);
  }

  private static ZoneId zone(String id) {
    try {
      return ZoneId.of(id);
    } catch (DateTimeException e) {
      throw refused("'%s' is not a time zone; write one as in America/New_York".formatted(id));
    }
  }

  private GroupOrder order(Map<String, @Nullable Object> given) {
    List<GroupOrder> orders = new GroupFilters(entity).orders(given);
    if (orders.size() != 1) {
      throw refused("an order of groups names one number, not " + orders.size());
    }
    return orders.getFirst();
  }

  private static RequestRefused refused(String problem) {
    return new RequestRefused(ApiCode.BAD_REQUEST, problem);
  }
}
