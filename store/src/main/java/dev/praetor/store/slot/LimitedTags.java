package dev.praetor.store.slot;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of the tags that have a limit, read at most once a second, so that an attempt costs no
 * query. A limit that another process sets is obeyed after at most that time. Thread-safe.
 */
public final class LimitedTags {
  private static final Logger LOG = LoggerFactory.getLogger(LimitedTags.class);
  private static final Duration TRUSTED = Duration.ofSeconds(1);
  private final QueryRunner query;
  private volatile Known known = new Known(Set.of(), 0, false);

  private record Known(Set<String> tags, long at, boolean isTrusted) {
    boolean isFresh() {
      return isTrusted && System.nanoTime() - at < TRUSTED.toNanos();
    }
  }

  public LimitedTags(QueryRunner query) {
    this.query = query;
  }

  /** Returns whether one of these tags has a limit. */
  boolean contain(Set<String> tags) {
    if (tags.isEmpty()) {
      return false;
    }
    Set<String> limited = limited();
    return !limited.isEmpty() && tags.stream().map(StorableText::plain).anyMatch(limited::contains);
  }

  /** Returns the names of the tags that have a limit. */
  public Set<String> names() {
    return limited();
  }

  private Set<String> limited() {
    Known now = known;
    if (now.isFresh()) {
      return now.tags();
    }
    synchronized (this) {
      if (!known.isFresh()) {
        known = new Known(read(), System.nanoTime(), true);
      }
      return known.tags();
    }
  }

  /** Reads the tags; while the store is unavailable, the tags that were read last stay. */
  private Set<String> read() {
    try {
      return Set.copyOf(
          query.all(
              "SELECT name FROM run_limit WHERE scope = 'tag'",
              List.of(),
              row -> row.getString("name")));
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the limits of tags could not be read; this is retried");
      return known.tags();
    }
  }

  /** Notes that this process has changed a limit. */
  public void changed() {
    known = new Known(known.tags(), 0, false);
  }
}
