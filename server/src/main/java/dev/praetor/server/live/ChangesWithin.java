package dev.praetor.server.live;

import dev.praetor.RunId;
import dev.praetor.store.model.StoreFailed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of some projects. Neither the changes, nor their ids, nor the signs of life between
 * them tell whether there are changes of others: each change of the store is a reason to look at
 * the own projects, and nothing is told unless they differ. Ids are new for each listener, so that
 * none continues where an earlier one ended.
 */
final class ChangesWithin implements Changes {
  private static final Logger LOG = LoggerFactory.getLogger(ChangesWithin.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Changes all;
  private final LongSupplier seen;
  private final GlancesWithin glances;
  private final Set<String> projects;
  private final String stretch = UUID.randomUUID().toString().substring(0, 8);
  private Glance last;
  private Set<RunId> ended;
  private long number;

  /** True if the store could not be read after a change. */
  private boolean isBehind;

  /**
   * Begins to listen to the changes of some projects.
   *
   * @param all the changes of the store, as they are told to this listener
   * @param seen the number of the last change of these
   */
  ChangesWithin(Changes all, LongSupplier seen, GlancesWithin glances, Set<String> projects) {
    this.all = all;
    this.seen = seen;
    this.glances = glances;
    this.projects = Set.copyOf(projects);
    this.last = glances.begin(this.projects, seen.getAsLong());
    this.ended = last.ended();
  }

  @Override
  public boolean isResumed() {
    return false;
  }

  @Override
  public String id() {
    return stretch + "-" + number;
  }

  @Override
  public String id(Change change) {
    return stretch + "-" + change.number();
  }

  @Override
  public Optional<List<Change>> await(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    Duration left = longest;
    while (left.isPositive()) {
      Duration most = isBehind && left.compareTo(RETRY) > 0 ? RETRY : left;
      Optional<List<Change>> found = all.await(most);
      if (found.isEmpty()) {
        return found;
      }
      if (isBehind || !found.get().isEmpty()) {
        Change own = look();
        if (!own.isEmpty()) {
          return Optional.of(List.of(own));
        }
      }
      left = Duration.ofNanos(end - System.nanoTime());
    }
    return Optional.of(List.of());
  }

  private Change look() {
    Glance now = last;
    try {
      now = glances.after(projects, seen.getAsLong());
      isBehind = false;
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("changes of projects cannot be read; this is retried");
      isBehind = true;
    }
    Change own = now.since(last, ended, number + 1);
    last = now;
    ended = now.ended();
    if (!own.isEmpty()) {
      number++;
    }
    return own;
  }

  @Override
  public void close() {
    glances.end(projects);
    all.close();
  }
}
