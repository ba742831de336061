package dev.praetor.store.query.aggregate;

import dev.praetor.store.query.aggregate.GroupBy.OfField;
import dev.praetor.store.query.aggregate.GroupBy.OfLabel;
import dev.praetor.store.query.aggregate.GroupBy.OfTime;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FieldType;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.sql.QueryCheck;
import java.util.HashSet;
import java.util.Set;

/** Checks that a request for groups makes sense before it becomes SQL. */
final class AggregateCheck {
  private static final int MOST_PARTS = 8;
  private static final int MOST_MEASURES = 20;
  private static final int MOST_COMPARISONS = 50;
  private static final int DEEPEST = 20;
  private final Entity entity;
  private int comparisons;

  private AggregateCheck(Entity entity) {
    this.entity = entity;
  }

  /**
   * Checks a request for groups of runs or of task runs.
   *
   * @throws InvalidQuery if it makes no sense, or is too large
   */
  static void check(Entity entity, AggregateRequest request) {
    if (entity != Entity.RUN && entity != Entity.TASK_RUN) {
      throw new IllegalArgumentException("no groups of a " + entity.label());
    }
    QueryCheck.check(entity, request.where());
    AggregateCheck check = new AggregateCheck(entity);
    check.groups(request);
    check.having(request.having(), 1);
    check.most("an order of groups", request.orderBy().size(), MOST_PARTS);
    request.orderBy().forEach(order -> check.value(order.by()));
    check.most("a question", request.measures().size(), MOST_MEASURES);
    request.measures().keySet().forEach(check::measure);
  }

  private void groups(AggregateRequest request) {
    most("a group", request.groupBy().size(), MOST_PARTS);
    Set<String> members = new HashSet<>();
    for (GroupBy each : request.groupBy()) {
      if (!members.add(each.member())) {
        throw new InvalidQuery(
            "'groupBy'",
            "'groupBy' has two parts with the name '%s'".formatted(each.member()),
            "leave one of them out");
      }
      switch (each) {
        case OfField of -> field(of.field());
        case OfLabel _ -> {}
        case OfTime of -> time(of.time());
      }
    }
  }

  private void field(Field field) {
    boolean ofRun = field.entity() == Entity.RUN;
    if (field.entity() != entity && !ofRun) {
      throw foreign(field);
    }
    boolean single =
        switch (field.type()) {
          case TEXT, LONG, BOOLEAN, STATE -> true;
          case INSTANT, DURATION, LABELS, JSON -> false;
        };
    if (!single) {
      throw new InvalidQuery(
          field.label(), field.label() + " has too many different values to be a group", "");
    }
  }

  private void time(Field field) {
    if (field.entity() != entity) {
      throw foreign(field);
    }
    if (field.type() != FieldType.INSTANT) {
      throw new InvalidQuery(field.label(), field.label() + " is not a time", "");
    }
  }

  private void having(GroupCondition condition, int depth) {
    if (depth > DEEPEST) {
      throw tooLarge("a condition on groups has at most %d levels".formatted(DEEPEST));
    }
    switch (condition) {
      case GroupCondition.And and -> and.all().forEach(each -> having(each, depth + 1));
      case GroupCondition.Or or -> or.any().forEach(each -> having(each, depth + 1));
      case GroupCondition.Not not -> having(not.not(), depth + 1);
      case GroupCondition.Compare compare -> {
        comparisons++;
        most("a condition on groups", comparisons, MOST_COMPARISONS);
        if (!Double.isFinite(compare.number())) {
          throw new InvalidQuery(
              "'having'", "groups are compared with a number, not " + compare.number(), "");
        }
        value(compare.value());
      }
    }
  }

  private void value(GroupValue value) {
    switch (value) {
      case GroupValue.Count _ -> {}
      case GroupValue.Of of -> measure(of.measure());
    }
  }

  private void measure(Measure measure) {
    switch (measure) {
      case Measure.OfField of -> {
        if (of.field().entity() != entity) {
          throw foreign(of.field());
        }
        if (of.field().type() != FieldType.LONG && of.field().type() != FieldType.DURATION) {
          throw new InvalidQuery(
              of.field().label(), of.field().label() + " is not a number or a duration", "");
        }
      }
      case Measure.TaskRuns _ -> {
        if (entity != Entity.RUN) {
          throw new InvalidQuery("'taskRuns'", "only runs have task runs", "");
        }
      }
    }
  }

  private InvalidQuery foreign(Field field) {
    return new InvalidQuery(
        field.label(), "%s is not a field of a %s".formatted(field.label(), entity.label()), "");
  }

  private void most(String what, int n, int most) {
    if (n > most) {
      throw tooLarge("%s has at most %d parts, not %d".formatted(what, most, n));
    }
  }

  private static InvalidQuery tooLarge(String problem) {
    return new InvalidQuery("the query", problem, "ask for less at once");
  }
}
