package dev.praetor.server.graphql.aggregate;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.query.aggregate.GroupCondition;
import dev.praetor.store.query.aggregate.GroupCondition.Comparison;
import dev.praetor.store.query.aggregate.GroupOrder;
import dev.praetor.store.query.aggregate.GroupValue;
import dev.praetor.store.query.aggregate.Measure;
import dev.praetor.store.query.condition.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Reads conditions on groups, and orders of groups, which name numbers of groups. */
record GroupFilters(Entity entity) {
  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "_eq", Comparison.EQ,
          "_neq", Comparison.NEQ,
          "_gt", Comparison.GT,
          "_gte", Comparison.GTE,
          "_lt", Comparison.LT,
          "_lte", Comparison.LTE);

  /**
   * Returns the condition of a filter of groups. It always holds if there is no filter.
   *
   * @throws RequestRefused if a member is null
   */
  GroupCondition read(@Nullable Object filter) {
    return filter == null ? GroupCondition.ALWAYS : all(filter);
  }

  private GroupCondition all(Object filter) {
    List<GroupCondition> all = new ArrayList<>();
    ((Map<?, ?>) filter)
        .forEach((key, value) -> all.add(member(String.valueOf(key), present(key, value))));
    return new GroupCondition.And(all);
  }

  private GroupCondition member(String name, Object value) {
    return switch (name) {
      case "_and" -> new GroupCondition.And(each(value));
      case "_or" -> new GroupCondition.Or(each(value));
      case "_not" -> new GroupCondition.Not(all(value));
      default -> {
        List<GroupCondition> all = new ArrayList<>();
        numbers(
            name,
            value,
            (number, comparisons) ->
                ((Map<?, ?>) comparisons)
                    .forEach((sign, operand) ->
                        all.add(
                            new GroupCondition.Compare(
                                number,
                                Objects.requireNonNull(COMPARISONS.get(String.valueOf(sign))),
                                ((Number) present(sign, operand)).doubleValue()))));
        yield new GroupCondition.And(all);
      }
    };
  }

  private List<GroupCondition> each(Object filters) {
    return ((List<?>) filters).stream().map(each -> all(Objects.requireNonNull(each))).toList();
  }

  /** Returns the orders that an object names, which should be one. */
  List<GroupOrder> orders(Map<String, @Nullable Object> given) {
    List<GroupOrder> all = new ArrayList<>();
    given.forEach((name, value) ->
        numbers(
            name,
            present(name, value),
            (number, direction) -> all.add(new GroupOrder(number, direction.equals("desc")))));
    return all;
  }

  /** Passes each number of groups that a member names, with what is said about it. */
  private void numbers(String name, Object value, BiConsumer<GroupValue, Object> consumer) {
    if (name.equals("count")) {
      consumer.accept(new GroupValue.Count(), value);
      return;
    }
    Measure measure = Objects.requireNonNull(Measures.of(entity).get(name), name);
    ((Map<?, ?>) value)
        .forEach((statistic, said) ->
            consumer.accept(
                new GroupValue.Of(
                    measure,
                    Objects.requireNonNull(Measures.statistics().get(String.valueOf(statistic)))),
                present(statistic, said)));
  }

  private static Object present(Object name, @Nullable Object value) {
    if (value == null) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "'%s' is null; leave it out".formatted(name));
    }
    return value;
  }
}
