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
 * The next occurrences of a schedule as people want to see them before they trust it, with a mark
 * wherever the clocks of one of its zones change. Immutable.
 *
 * @param rows in time order
 */
public record SchedulePreview(List<Row> rows) {
  private static final int ALWAYS_SHOWN_CHANGES = 8;

  /** A line of the preview. */
  public sealed interface Row {
    /** The moment. */
    Instant at();
  }

  /** An occurrence, and how far from UTC its zone is at that moment. */
  public record Due(Occurrence occurrence, ZoneOffset offset) implements Row {
    @Override
    public Instant at() {
      return occurrence.at();
    }
  }

  /**
   * A change of the clocks of a zone.
   *
   * @param concerns whether a time of the schedule falls into it
   * @param sentence what happens then
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
   * The next n occurrences strictly after a moment, and all changes of the clocks until the last of
   * them; of very many changes only those that concern the schedule.
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

  /** The rows as a table of plain text, one line each, with a heading. */
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
