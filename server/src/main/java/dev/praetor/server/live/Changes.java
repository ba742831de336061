package dev.praetor.server.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The changes of a store that one listener is told, one after the other. Used by one thread. */
public interface Changes extends AutoCloseable {
  /** Returns whether the listener continues after the event that it has seen, without a gap. */
  boolean isResumed();

  /** Returns the id of the last event up to here. */
  String id();

  /** Returns the id of the event of a change. */
  String id(Change change);

  /**
   * Waits for changes.
   *
   * @return the changes, none if there are none within the time; absent if no further ones can be
   *     told without a gap, or need be told
   */
  Optional<List<Change>> await(Duration longest) throws InterruptedException;

  @Override
  void close();
}
