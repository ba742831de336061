package dev.praetor.server.live;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A place in the changes of a store, for one listener. Used by one thread. */
public final class Listening implements AutoCloseable {
  private final LiveFeed feed;
  private final boolean resumed;
  private long seen;

  Listening(LiveFeed feed, boolean resumed, long seen) {
    this.feed = feed;
    this.resumed = resumed;
    this.seen = seen;
  }

  /** Returns whether the listener goes on after the event that it has seen, without a gap. */
  boolean isResumed() {
    return resumed;
  }

  /** Returns the id of the last event up to here. */
  String id() {
    return feed.id(seen);
  }

  /**
   * Waits for changes.
   *
   * @return the changes, none if there are none within the time; absent if no further ones can be
   *     told without a gap
   */
  public Optional<List<Change>> await(Duration longest) throws InterruptedException {
    Optional<List<Change>> changes = feed.after(seen, longest);
    changes.filter(some -> !some.isEmpty()).ifPresent(some -> seen = some.getLast().number());
    return changes;
  }

  @Override
  public void close() {
    feed.leave();
  }
}
