package dev.praetor.schedule.internal.ticks;

import dev.praetor.Occurrence;
import dev.praetor.schedule.ScheduleSearchGaveUp;
import dev.praetor.schedule.Timetable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The occurrences of a schedule strictly after an instant, in time order, computed lazily. Equal
 * occurrences are returned once; occurrences at the same instant with different parameters are
 * returned in the order of the schedule's clocks. For one thread.
 */
public final class OccurrenceIterator implements Iterator<Occurrence> {
  private final Source source;
  private final Instant after;
  private final List<Map<String, Object>> givenAtLatest = new ArrayList<>(1);
  private @Nullable Instant latest;
  private @Nullable Occurrence following;
  private boolean exhausted;

  /**
   * Starts a search; {@link #hasNext} and {@link #next} throw {@link ScheduleSearchGaveUp} if the
   * filter refuses too many times in a row.
   */
  public OccurrenceIterator(Timetable times, Instant after) {
    this.after = after;
    this.source =
        times.adjustments().isEmpty()
            ? new MergedTicks(times, after)
            : new AdjustedTicks(times, after);
  }

  /** Returns all occurrences strictly after an instant as a lazy stream. */
  public static Stream<Occurrence> stream(Timetable times, Instant after) {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.IMMUTABLE;
    return StreamSupport.stream(
        () -> Spliterators.spliteratorUnknownSize(new OccurrenceIterator(times, after), traits),
        traits,
        false);
  }

  @Override
  public boolean hasNext() {
    if (following == null && !exhausted) {
      following = search();
      exhausted = following == null;
    }
    return following != null;
  }

  @Override
  public Occurrence next() {
    Occurrence occurrence = hasNext() ? following : null;
    if (occurrence == null) {
      throw new NoSuchElementException("the schedule has no more occurrences after " + after);
    }
    following = null;
    return occurrence;
  }

  private @Nullable Occurrence search() {
    Occurrence occurrence = source.poll();
    while (occurrence != null && (!occurrence.at().isAfter(after) || isGiven(occurrence))) {
      occurrence = source.poll();
    }
    return occurrence;
  }

  private boolean isGiven(Occurrence occurrence) {
    if (!occurrence.at().equals(latest)) {
      latest = occurrence.at();
      givenAtLatest.clear();
    } else if (givenAtLatest.contains(occurrence.parameters())) {
      return true;
    }
    givenAtLatest.add(occurrence.parameters());
    return false;
  }

  /** A source of occurrences in time order, which may contain duplicates. */
  interface Source {
    @Nullable Occurrence poll();
  }
}
