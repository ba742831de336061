package dev.praetor.store.query.scan;

import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.And;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Condition.Has;
import dev.praetor.store.query.condition.Condition.Not;
import dev.praetor.store.query.condition.Condition.Or;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.sql.ConditionSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A condition on task runs in two parts, both of which must hold: it is answered from columns.
 *
 * @param ofRun the part about the run
 * @param ofColumns the part about the columns of the task run
 */
public record SplitCondition(Condition ofRun, Condition ofColumns) {

  /**
   * Splits a condition, if each of its parts is only about the run, or only about columns, and no
   * index finds the task runs sooner.
   */
  public static Optional<SplitCondition> of(Condition where) {
    if (ConditionSql.isIndexed(where)) {
      return Optional.empty();
    }
    List<Condition> ofRun = new ArrayList<>();
    List<Condition> ofColumns = new ArrayList<>();
    for (Condition part : where instanceof And and ? and.all() : List.of(where)) {
      Optional<Condition> run = ofRun(part);
      if (run.isPresent()) {
        ofRun.add(run.get());
      } else if (ColumnFilter.isPossible(part)) {
        ofColumns.add(part);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new SplitCondition(new And(ofRun), new And(ofColumns)));
  }

  /** Returns a condition on the run that is the same as one on the task run. */
  private static Optional<Condition> ofRun(Condition condition) {
    return switch (condition) {
      case And and -> all(and.all()).map(And::new);
      case Or or -> all(or.any()).map(Or::new);
      case Not not -> ofRun(not.not()).map(Not::new);
      case Compare compare when compare.field() == TaskRunField.RUN ->
          Optional.of(new Compare(RunField.ID, compare.operator(), compare.value()));
      case Has has when has.relation() == Relation.TASK_RUN_RUN -> Optional.of(has.of());
      case Compare _, Has _ -> Optional.empty();
    };
  }

  private static Optional<List<Condition>> all(List<Condition> parts) {
    List<Condition> ofRun =
        parts.stream().map(SplitCondition::ofRun).flatMap(Optional::stream).toList();
    return ofRun.size() == parts.size() ? Optional.of(ofRun) : Optional.empty();
  }
}
