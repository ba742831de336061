package dev.praetor.store.query.aggregate;

import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.InvalidQuery;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A request for groups of entities. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param where the condition that each entity meets
 * @param groupBy what the entities of a group have in common; if empty, all entities are one group
 * @param having the condition that each group meets
 * @param orderBy the order; groups that are equal in it are ordered by their keys, in which absent
 *     values come last
 * @param first the largest number of groups, from 1 to 1,000
 * @param measures the statistics that are wanted of each measure
 */
public record AggregateRequest(
    Condition where,
    List<GroupBy> groupBy,
    GroupCondition having,
    List<GroupOrder> orderBy,
    int first,
    Map<Measure, Set<Statistic>> measures) {
  /** The largest number of groups in an answer. */
  public static final int MOST = 1_000;

  private static final int DEFAULT = 100;

  public AggregateRequest {
    groupBy = List.copyOf(groupBy);
    orderBy = List.copyOf(orderBy);
    measures = Map.copyOf(measures);
    if (first < 1 || first > MOST) {
      throw new InvalidQuery(
          "'first'", "an answer has 1 to %,d groups, not %,d".formatted(MOST, first), "");
    }
  }

  /** Returns a request for the number of all entities that meet a condition. */
  public static AggregateRequest where(Condition where) {
    return new AggregateRequest(
        where, List.of(), GroupCondition.ALWAYS, List.of(), DEFAULT, Map.of());
  }

  public AggregateRequest withGroups(GroupBy... by) {
    return new AggregateRequest(where, List.of(by), having, orderBy, first, measures);
  }

  public AggregateRequest withHaving(GroupCondition condition) {
    return new AggregateRequest(where, groupBy, condition, orderBy, first, measures);
  }

  public AggregateRequest withOrder(GroupOrder... orders) {
    return new AggregateRequest(where, groupBy, having, List.of(orders), first, measures);
  }

  public AggregateRequest withFirst(int most) {
    return new AggregateRequest(where, groupBy, having, orderBy, most, measures);
  }

  /** Returns a request for all statistics of a measure as well. */
  public AggregateRequest with(Measure measure) {
    return with(measure, EnumSet.allOf(Statistic.class));
  }

  /** Returns a request for some statistics of a measure as well. */
  public AggregateRequest with(Measure measure, Set<Statistic> statistics) {
    Map<Measure, Set<Statistic>> all = new LinkedHashMap<>(measures);
    all.put(measure, Set.copyOf(statistics));
    return new AggregateRequest(where, groupBy, having, orderBy, first, all);
  }
}
