package dev.praetor.store;

import dev.praetor.StateType;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.query.aggregate.AggregateRequest;
import dev.praetor.store.query.aggregate.Group;
import dev.praetor.store.query.aggregate.GroupBy;
import dev.praetor.store.query.aggregate.GroupCondition;
import dev.praetor.store.query.aggregate.GroupOrder;
import dev.praetor.store.query.aggregate.GroupValue;
import dev.praetor.store.query.aggregate.Measure;
import dev.praetor.store.query.aggregate.Statistic;
import dev.praetor.store.query.aggregate.Stats;
import dev.praetor.store.query.aggregate.TimeBucket;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** The groups of entities, computed in plain Java. */
record AggregateModel(List<QueryThing> things) {
  List<Group> groups(Entity entity, AggregateRequest request) {
    QueryModel model = new QueryModel(things);
    Map<Map<String, @Nullable Object>, List<QueryThing>> groups = new LinkedHashMap<>();
    if (request.groupBy().isEmpty()) {
      groups.put(Map.of(), new ArrayList<>());
    }
    model.of(entity).stream()
        .filter(thing -> model.holds(request.where(), thing))
        .forEach(thing ->
            groups.computeIfAbsent(key(request, thing), _ -> new ArrayList<>()).add(thing));
    return groups.entrySet().stream()
        .filter(group -> holds(request.having(), group.getValue()))
        .sorted(order(request))
        .limit(request.first())
        .map(group -> group(group.getKey(), group.getValue(), request))
        .toList();
  }

  private Group group(
      Map<String, @Nullable Object> key, List<QueryThing> members, AggregateRequest request) {
    Map<Measure, Stats> stats = new LinkedHashMap<>();
    request
        .measures()
        .forEach((measure, wanted) -> stats.put(measure, stats(measure, wanted, members)));
    return new Group(key, members.size(), stats);
  }

  private Stats stats(Measure measure, Set<Statistic> wanted, List<QueryThing> members) {
    Map<Statistic, Double> values = new EnumMap<>(Statistic.class);
    for (Statistic statistic : wanted) {
      OptionalDouble value = value(new GroupValue.Of(measure, statistic), members);
      if (statistic != Statistic.N && value.isPresent()) {
        values.put(statistic, value.getAsDouble() / unit(measure));
      }
    }
    return new Stats(numbers(measure, members).length, values);
  }

  private static double unit(Measure measure) {
    return measure instanceof Measure.OfField of && of.field().type().value() == Duration.class
        ? 1e6
        : 1;
  }

  /** Returns a number of a group; a duration in microseconds. */
  private OptionalDouble value(GroupValue value, List<QueryThing> members) {
    return switch (value) {
      case GroupValue.Count _ -> OptionalDouble.of(members.size());
      case GroupValue.Of of -> {
        double[] numbers = numbers(of.measure(), members);
        DoubleStream all = DoubleStream.of(numbers);
        yield switch (of.statistic()) {
          case N -> OptionalDouble.of(numbers.length);
          case SUM -> numbers.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(all.sum());
          case AVG -> all.average();
          case MIN -> all.min();
          case MAX -> all.max();
          case P50 -> percentile(numbers, 0.50);
          case P95 -> percentile(numbers, 0.95);
          case P99 -> percentile(numbers, 0.99);
        };
      }
    };
  }

  private static OptionalDouble percentile(double[] sorted, double part) {
    for (int i = 0; i < sorted.length; i++) {
      if ((i + 1) >= part * sorted.length) {
        return OptionalDouble.of(sorted[i]);
      }
    }
    return OptionalDouble.empty();
  }

  /** Returns the numbers in a group, the smallest first. */
  private double[] numbers(Measure measure, List<QueryThing> members) {
    return members.stream()
        .map(member -> number(measure, member))
        .flatMapToDouble(OptionalDouble::stream)
        .sorted()
        .toArray();
  }

  private OptionalDouble number(Measure measure, QueryThing member) {
    return switch (measure) {
      case Measure.OfField of ->
          switch (member.get(of.field())) {
            case null -> OptionalDouble.empty();
            case Duration length -> OptionalDouble.of(length.toNanos() / 1_000.0);
            case Long number -> OptionalDouble.of(number);
            default -> throw new AssertionError(of);
          };
      case Measure.TaskRuns of -> OptionalDouble.of((double) taskRuns(of, member));
    };
  }

  private long taskRuns(Measure.TaskRuns of, QueryThing run) {
    List<QueryThing> all =
        QueryThings.of(things, Entity.TASK_RUN).stream()
            .filter(each -> run.has(RunField.ID, each, TaskRunField.RUN))
            .filter(
                each -> of.node().isEmpty() || of.node().get().equals(each.get(TaskRunField.NODE)))
            .toList();
    boolean mapped = of.node().isPresent() && all.stream().anyMatch(AggregateModel::isChild);
    return all.stream()
        .filter(each -> !mapped || isChild(each))
        .filter(each ->
            of.states().isEmpty() || of.states().contains((StateType) each.get(TaskRunField.STATE)))
        .count();
  }

  static boolean isChild(QueryThing taskRun) {
    return taskRun.get(TaskRunField.INDEX) instanceof Long index && index >= 0;
  }

  private boolean holds(GroupCondition condition, List<QueryThing> members) {
    return switch (condition) {
      case GroupCondition.And and -> and.all().stream().allMatch(each -> holds(each, members));
      case GroupCondition.Or or -> or.any().stream().anyMatch(each -> holds(each, members));
      case GroupCondition.Not not -> !holds(not.not(), members);
      case GroupCondition.Compare compare -> {
        OptionalDouble own = value(compare.value(), members);
        double unit =
            compare.value() instanceof GroupValue.Of of && of.statistic() != Statistic.N
                ? unit(of.measure())
                : 1;
        yield own.isPresent()
            && holds(compare.comparison(), own.getAsDouble(), compare.number() * unit);
      }
    };
  }

  private static boolean holds(GroupCondition.Comparison comparison, double own, double other) {
    return switch (comparison) {
      case EQ -> own == other;
      case NEQ -> own != other;
      case GT -> own > other;
      case GTE -> own >= other;
      case LT -> own < other;
      case LTE -> own <= other;
    };
  }

  private Comparator<Map.Entry<Map<String, @Nullable Object>, List<QueryThing>>> order(
      AggregateRequest request) {
    Comparator<Map.Entry<Map<String, @Nullable Object>, List<QueryThing>>> comparator = (_, _) -> 0;
    for (GroupOrder order : request.orderBy()) {
      comparator =
          comparator.thenComparing((one, other) -> {
            OptionalDouble left = value(order.by(), one.getValue());
            OptionalDouble right = value(order.by(), other.getValue());
            if (left.isEmpty() || right.isEmpty()) {
              return Boolean.compare(left.isEmpty(), right.isEmpty());
            }
            int compared = Double.compare(left.getAsDouble(), right.getAsDouble());
            return order.descending() ? -compared : compared;
          });
    }
    for (GroupBy by : request.groupBy()) {
      comparator =
          comparator.thenComparing((one, other) -> {
            Object left = one.getKey().get(by.member());
            Object right = other.getKey().get(by.member());
            if (left == null || right == null) {
              return Boolean.compare(left == null, right == null);
            }
            return QueryModel.compare(place(left), place(right));
          });
    }
    return comparator;
  }

  /** Returns what a part of a key is ordered by: days of the week are not ordered by name. */
  private static Object place(Object part) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().equals(part)) {
        return (long) day.getValue();
      }
    }
    return part instanceof String text && text.matches("\\d{4}-\\d\\d-\\d\\dT.*")
        ? ZonedDateTime.parse(text).toInstant()
        : part;
  }

  private Map<String, @Nullable Object> key(AggregateRequest request, QueryThing thing) {
    Map<String, @Nullable Object> key = new LinkedHashMap<>();
    request.groupBy().forEach(by -> key.put(by.member(), part(by, thing)));
    return key;
  }

  private @Nullable Object part(GroupBy by, QueryThing thing) {
    return switch (by) {
      case GroupBy.OfField of ->
          switch (owner(of.field(), thing).get(of.field())) {
            case StateType state -> state.label();
            case String flow when of.field() == RunField.FLOW -> FlowKey.name(flow);
            case null -> null;
            case Object value -> value;
          };
      case GroupBy.OfLabel of ->
          owner(RunField.LABELS, thing).get(RunField.LABELS) instanceof Map<?, ?> labels
              ? labels.get(of.label())
              : null;
      case GroupBy.OfTime of ->
          thing.get(of.time()) instanceof Instant time
              ? period(of.bucket(), time.atZone(of.zone()))
              : null;
    };
  }

  /** Returns the thing that has a field: a task run itself, or its run. */
  private QueryThing owner(Field field, QueryThing thing) {
    return field.entity() == thing.entity()
        ? thing
        : QueryThings.of(things, Entity.RUN).stream()
            .filter(run -> run.has(RunField.ID, thing, TaskRunField.RUN))
            .findFirst()
            .orElseThrow();
  }

  private static Object period(TimeBucket bucket, ZonedDateTime time) {
    return switch (bucket) {
      case HOUR -> time.truncatedTo(ChronoUnit.HOURS).toOffsetDateTime().toString();
      case DAY -> time.toLocalDate().toString();
      case WEEK ->
          time.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).toString();
      case MONTH -> YearMonth.from(time).toString();
      case WEEKDAY -> time.getDayOfWeek().name();
      case HOUR_OF_DAY -> (long) time.getHour();
    };
  }
}
