package dev.praetor.schedule.internal.time;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A source of the ticks of one clock in ascending order. For one thread. */
public interface TickSource {
  /**
   * Returns the first tick strictly after an instant, or null if there is none before the calendar
   * ends. The instants of successive calls must not decrease.
   */
  @Nullable Instant after(Instant moment);
}
