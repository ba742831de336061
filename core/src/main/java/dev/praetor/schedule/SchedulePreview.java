package dev.praetor.schedule;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.schedule.internal.text.ClockChangeDescription;
import dev.praetor.schedule.internal.text.PreviewTable;
import dev.praetor.schedule.internal.time.Horizon;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A preview of the next occurrences of a schedule, for people who want to check it, including the
 * daylight saving changes of its zones. Immutable.
 *
 * @param rows the lines of the preview, in time order
 */
public record SchedulePreview(List<Row> rows) {
  private static final int ALWAYS_SHOWN_CHANGES = 8;

  /** A line of the preview. */
  public sealed interface Row {
    /** Returns the instant of the occurrence or the change. */
    Instant at();
  }

  /**
   * A line for an occurrence.
   *
   * @param occurrence the occurrence
   * @param offset the offset of its zone from UTC at that instant
   */
  public record Due(Occurrence occurrence, ZoneOffset offset) implements Row {
    @Override
    public Instant at() {
      return occurrence.at();
    }
  }

  /**
   * A line for a change of the clocks of a zone.
   *
   * @param zone the zone
   * @param transition the change
   * @param concerns true if a time of the schedule is in the gap or the overlap of the change
   * @param sentence the effect of the change, in a sentence
   */
  public record ClockChange(
      ZoneId zone, ZoneOffsetTransition transition, boolean concerns, String sentence)
      implements Row {
    @Override
    public Instant at() {
      return transition.getInstant();
    }
  }

  /** Copies the rows. */
  public SchedulePreview {
    rows = List.copyOf(rows);
  }

  /**
   * Returns a preview of the next {@code n} occurrences strictly after an instant, with all changes
   * of the clocks until the last occurrence. If there are very many changes, only the changes that
   * concern the schedule are included.
   */
  public static SchedulePreview of(Schedule schedule, int n, Instant after) {
    List<Occurrence> occurrences = schedule.next(n, after);
    List<Row> rows = new ArrayList<>();
    if (!occurrences.isEmpty()) {
      rows.addAll(changes(schedule, n, after, occurrences.getLast().at()));
    }
    for (Occurrence occurrence : occurrences) {
      rows.add(new Due(occurrence, occurrence.local().getOffset()));
    }
    rows.sort(Comparator.comparing(Row::at));
    return new SchedulePreview(rows);
  }

  /** Returns the rows as a table of plain text, one line for each row, with a heading. */
  public String table() {
    return PreviewTable.of(this);
  }

  private static List<ClockChange> changes(Schedule schedule, int n, Instant after, Instant last) {
    List<ZoneId> zones =
        schedule.clocks().stream().map(clock -> clock.terms().zone()).distinct().toList();
    List<ClockChange> changes = new ArrayList<>();
    for (ZoneId zone : zones) {
      Instant from = Horizon.within(after);
      ZoneOffsetTransition change = zone.getRules().nextTransition(from);
      while (change != null && !change.getInstant().isAfter(last)) {
        changes.add(ClockChangeDescription.change(schedule.clocks(), zone, change));
        change = zone.getRules().nextTransition(change.getInstant());
      }
    }
    return changes.size() <= ALWAYS_SHOWN_CHANGES + 2 * n
        ? changes
        : changes.stream().filter(ClockChange::concerns).toList();
  }
}
