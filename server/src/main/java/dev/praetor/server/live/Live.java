package dev.praetor.server.live;

import dev.praetor.server.access.Callers;
import dev.praetor.store.RunStore;
import java.time.Duration;
import java.time.InstantSource;

/** The changes of a store, and the streams that tell them to callers. Thread-safe. */
public record Live(LiveFeed feed, EventStreams streams) implements AutoCloseable {
  /**
   * Creates them; nothing is read before somebody listens.
   *
   * @param callers tells which callers may keep their streams
   * @param patience the longest time that a caller may take to read an event
   */
  public static Live of(RunStore store, Callers callers, InstantSource clock, Duration patience) {
    return new Live(
        new LiveFeed(store, clock),
        new EventStreams(patience, new StreamCallers(callers::isUnchanged)));
  }

  /** Ends all streams. */
  @Override
  public void close() {
    streams.close();
    feed.close();
  }
}
