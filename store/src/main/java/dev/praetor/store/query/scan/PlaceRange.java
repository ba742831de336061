package dev.praetor.store.query.scan;

import dev.praetor.store.columns.TaskRunColumns;
import dev.praetor.store.query.sql.Cursor;
import dev.praetor.store.query.sql.TotalOrder;
import java.util.Optional;

/**
 * The part of a list that is read, from one end or the other.
 *
 * @param after the place behind which it begins
 * @param before the place before which it ends
 * @param backwards true if it is read from its end
 * @param most the largest number of entities
 */
public record PlaceRange(
    TotalOrder order,
    Optional<Cursor> after,
    Optional<Cursor> before,
    boolean backwards,
    int most) {

  boolean contains(Cursor place) {
    return after.map(each -> each.precedes(place, order)).orElse(true)
        && before.map(each -> place.precedes(each, order)).orElse(true);
  }

  /** Compares two places by which of them is read first. */
  int compare(Cursor one, Cursor other) {
    int compared = one.precedes(other, order) ? -1 : other.precedes(one, order) ? 1 : 0;
    return backwards ? -compared : compared;
  }

  /** Returns a number that is smaller for values of the first field that are read sooner. */
  long rank(long number) {
    // What is absent comes last in either direction.
    boolean isReversed = order.orders().getFirst().descending() && number != TaskRunColumns.ABSENT;
    long rank = number == TaskRunColumns.ABSENT ? Long.MAX_VALUE : isReversed ? ~number : number;
    return backwards ? ~rank : rank;
  }

  /** Returns the rank of the first field of a place. */
  long rank(Cursor place) {
    Object first = place.key().getFirst();
    // A forged cursor may have the number that stands for none.
    return rank(
        first instanceof Long number
            ? Math.max(number, TaskRunColumns.ABSENT + 1)
            : TaskRunColumns.ABSENT);
  }

  /** Returns the smallest rank of the first field in the range. */
  long bestRank() {
    return (backwards ? before : after).map(this::rank).orElse(Long.MIN_VALUE);
  }
}
