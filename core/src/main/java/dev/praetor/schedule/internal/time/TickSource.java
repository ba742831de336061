package dev.praetor.schedule.internal.time;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The times of one clock in rising order, before its start and end are applied; one thread. */
public interface TickSource {
  /**
   * The first tick strictly after a moment, or null when there is none before the calendar ends.
   * The moment never goes back from call to call.
   */
  @Nullable Instant after(Instant moment);
}
