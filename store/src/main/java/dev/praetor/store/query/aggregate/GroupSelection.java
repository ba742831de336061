package dev.praetor.store.query.aggregate;

import dev.praetor.store.query.aggregate.GroupTotals.Found;
import dev.praetor.store.query.sql.CodePointOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Selects and orders the groups of a plan that were added up, as a statement would. */
record GroupSelection(ColumnPlan plan) {

  List<Group> select(List<Found> groups) {
    AggregateRequest request = plan.request();
    return groups.stream()
        .filter(group -> holds(request.having(), group.totals()))
        .sorted(order())
        .limit(request.first())
        .map(this::group)
        .toList();
  }

  private boolean holds(GroupCondition condition, Totals totals) {
    return switch (condition) {
      case GroupCondition.And and -> and.all().stream().allMatch(each -> holds(each, totals));
      case GroupCondition.Or or -> or.any().stream().anyMatch(each -> holds(each, totals));
      case GroupCondition.Not not -> !holds(not.not(), totals);
      case GroupCondition.Compare compare -> {
        Double number = number(compare.value(), totals);
        yield number != null
            && holds(compare.comparison(), number, compare.number() * unit(compare.value()));
      }
    };
  }

  private static boolean holds(GroupCondition.Comparison comparison, double number, double other) {
    return switch (comparison) {
      case EQ -> number == other;
      case NEQ -> number != other;
      case GT -> number > other;
      case GTE -> number >= other;
      case LT -> number < other;
      case LTE -> number <= other;
    };
  }

  private @Nullable Double number(GroupValue value, Totals totals) {
    return switch (value) {
      case GroupValue.Count _ -> (double) totals.count();
      case GroupValue.Of of ->
          totals.statistic(plan.measures().indexOf(of.measure()), of.statistic());
    };
  }

  private static double unit(GroupValue value) {
    return value instanceof GroupValue.Of of && of.statistic() != Statistic.N
        ? AggregateSql.unit(of.measure())
        : 1;
  }

  private Comparator<Found> order() {
    List<Comparator<Found>> orders = new ArrayList<>();
    for (GroupOrder order : plan.request().orderBy()) {
      Comparator<Double> numbers = Comparator.naturalOrder();
      orders.add(
          Comparator.comparing(
              group -> number(order.by(), group.totals()),
              Comparator.nullsLast(order.descending() ? numbers.reversed() : numbers)));
    }
    for (int i = 0; i < plan.request().groupBy().size(); i++) {
      int place = i;
      orders.add(
          Comparator.comparing(
              group -> group.key().get(place), Comparator.nullsLast(GroupSelection::compare)));
    }
    return orders.stream().reduce(Comparator::thenComparing).orElse((_, _) -> 0);
  }

  private static int compare(Object one, Object other) {
    return switch (one) {
      case String text -> CodePointOrder.compare(text, (String) other);
      case Long number -> number.compareTo((Long) other);
      case Boolean yes -> yes.compareTo((Boolean) other);
      default -> throw new IllegalArgumentException("no part of a key: " + one);
    };
  }

  private Group group(Found found) {
    Map<String, @Nullable Object> key = new LinkedHashMap<>();
    for (int i = 0; i < found.key().size(); i++) {
      GroupBy by = plan.request().groupBy().get(i);
      Object value = found.key().get(i);
      boolean isPeriod = value != null && by instanceof GroupBy.OfTime;
      key.put(by.member(), isPeriod ? period((GroupBy.OfTime) by, value) : value);
    }
    Map<Measure, Stats> stats = new LinkedHashMap<>();
    plan.request()
        .measures()
        .forEach((measure, wanted) -> stats.put(measure, stats(measure, wanted, found.totals())));
    return new Group(key, found.totals().count(), stats);
  }

  private static Object period(GroupBy.OfTime by, Object number) {
    return by.bucket().key((Long) number, by.zone());
  }

  private Stats stats(Measure measure, Set<Statistic> wanted, Totals totals) {
    int place = plan.measures().indexOf(measure);
    Map<Statistic, Double> others = new EnumMap<>(Statistic.class);
    for (Statistic statistic : wanted) {
      Double number = totals.statistic(place, statistic);
      if (statistic != Statistic.N && number != null) {
        others.put(statistic, number / AggregateSql.unit(measure));
      }
    }
    Double n = totals.statistic(place, Statistic.N);
    return new Stats(n == null ? 0 : n.longValue(), others);
  }
}
