package dev.praetor.store.query.aggregate;

import dev.praetor.store.query.condition.Field;
import java.time.ZoneId;

/** Something that all entities of a group have in common. */
public sealed interface GroupBy {
  /** Returns the name of the member of a key that holds the common value. */
  String member();

  /**
   * Groups by a field.
   *
   * @param field a field with texts, numbers, booleans or states. Task runs are also grouped by the
   *     fields of their runs.
   */
  record OfField(Field field) implements GroupBy {
    @Override
    public String member() {
      return field.memberName();
    }
  }

  /** Groups by the value of a label of a run; runs without the label are a group of their own. */
  record OfLabel(String label) implements GroupBy {
    @Override
    public String member() {
      return label;
    }
  }

  /** Groups by the period that a time lies in. */
  record OfTime(Field time, TimeBucket bucket, ZoneId zone) implements GroupBy {
    @Override
    public String member() {
      return bucket.member();
    }
  }
}
