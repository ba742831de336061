package dev.praetor.server.live;

import dev.praetor.RunId;
import dev.praetor.server.access.Caller;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Rounds;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what changes in the store, once for all who listen. It looks right after a signal, at most
 * ten times a second, and otherwise once a second, as the progress of runs in other processes is
 * not signalled. Without a listener it stops after a minute, so that a listener who comes back soon
 * misses nothing. Thread-safe.
 */
public final class LiveFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveFeed.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration APART = Duration.ofMillis(100);
  private static final Duration LINGERS = Duration.ofMinutes(1);
  private static final int KEPT = 1_000;

  private final RunStore store;
  private final InstantSource clock;
  private final GlancesWithin within;
  private final Rounds rounds = new Rounds("praetor-live", this::round);
  private final List<Subscription> signals = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** The last changes, oldest first. */
  private final Deque<Change> kept = new ArrayDeque<>();

  /**
   * Tells this stretch of changes without a gap from others; changes when the feed starts again.
   */
  private String stretch = "";

  private long number;
  private int listeners;
  private long left;
  private long glances;
  private boolean closed;

  /** The time of the last glance at the store. */
  private volatile long glanced = System.nanoTime();

  // Used by the thread of the rounds only.
  private @Nullable Glance last;
  private Set<RunId> ended = Set.of();
  private long looked;

  public LiveFeed(RunStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.within = new GlancesWithin(store, clock);
    for (Topic topic : Topic.values()) {
      signals.add(store.signals().listen(topic, this::signalled));
    }
  }

  private void signalled() {
    if (isWanted()) {
      rounds.request();
    }
  }

  private boolean isWanted() {
    lock.lock();
    try {
      return listeners > 0 || !stretch.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins to listen for the caller of the request. Changes after the return of this method are
   * told, as far as they are changes of what the caller sees.
   *
   * @param lastEvent the id of the last event that the caller has seen, to go on after it
   * @param isOver becomes true when the caller need not be told anything any more
   */
  public Changes ofCaller(Optional<String> lastEvent, BooleanSupplier isOver)
      throws InterruptedException {
    Optional<Set<String>> projects = Caller.currentScope().only();
    Listening listening = listen(projects.isEmpty() ? lastEvent : Optional.empty(), isOver);
    if (projects.isEmpty()) {
      return listening;
    }
    try {
      return new ChangesWithin(listening, listening::seen, within, projects.get());
    } catch (RuntimeException e) {
      listening.close();
      throw e;
    }
  }

  /**
   * Begins to listen. Changes after the return of this method are told.
   *
   * @param lastEvent the id of the last event that the listener has seen, to go on after it
   * @param isOver becomes true when the listener need not be told anything any more; it is asked
   *     about once a second
   */
  private Listening listen(Optional<String> lastEvent, BooleanSupplier isOver)
      throws InterruptedException {
    lock.lock();
    try {
      listeners++;
      long next = glances + 1;
      boolean isRunning = !stretch.isEmpty();
      rounds.request();
      while (!isRunning && glances < next && !closed) {
        changed.await();
      }
      Optional<Long> seen = lastEvent.flatMap(this::seen);
      return new Listening(seen.isPresent(), seen.orElse(number), isOver);
    } catch (InterruptedException e) {
      listeners--;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of an event after which no change is lost. */
  private Optional<Long> seen(String event) {
    String before = stretch + "-";
    if (!event.startsWith(before) || !event.substring(before.length()).matches("\\d{1,18}")) {
      return Optional.empty();
    }
    long seen = Long.parseLong(event.substring(before.length()));
    return seen <= number && seen >= number - kept.size() ? Optional.of(seen) : Optional.empty();
  }

  private void leave() {
    lock.lock();
    try {
      listeners--;
      left = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  private String id(long change) {
    lock.lock();
    try {
      return stretch + "-" + change;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for changes after one.
   *
   * @return the changes, none if there are none within the time; absent if the feed has ended, or
   *     changes are no longer known
   */
  private Optional<List<Change>> after(long seen, Duration longest, BooleanSupplier isOver)
      throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      while (number == seen && !closed && left > 0 && !isOver.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
      if (closed || isOver.getAsBoolean() || seen < number - kept.size()) {
        return Optional.empty();
      }
      return Optional.of(kept.stream().filter(change -> change.number() > seen).toList());
    } finally {
      lock.unlock();
    }
  }

  /** A place in the changes of a store, for one listener. Used by one thread. */
  final class Listening implements Changes {
    private final boolean resumed;
    private final BooleanSupplier isOver;
    private long seen;

    private Listening(boolean resumed, long seen, BooleanSupplier isOver) {
      this.resumed = resumed;
      this.seen = seen;
      this.isOver = isOver;
    }

    @Override
    public boolean isResumed() {
      return resumed;
    }

    /** Returns the number of the last change up to here. */
    long seen() {
      return seen;
    }

    @Override
    public String id() {
      return LiveFeed.this.id(seen);
    }

    @Override
    public String id(Change change) {
      return LiveFeed.this.id(change.number());
    }

    @Override
    public Optional<List<Change>> await(Duration longest) throws InterruptedException {
      Optional<List<Change>> changes = after(seen, longest, isOver);
      changes.filter(some -> !some.isEmpty()).ifPresent(some -> seen = some.getLast().number());
      return changes;
    }

    @Override
    public void close() {
      leave();
    }
  }

  private Duration round() {
    Duration since = Duration.ofNanos(System.nanoTime() - looked);
    if (last != null && since.compareTo(APART) < 0) {
      return APART.minus(since);
    }
    if (!isWanted() || endsStretch()) {
      last = null;
      return Rounds.REST;
    }
    looked = System.nanoTime();
    try {
      store.workers().settle();
      Glance now = Glance.at(store.glances(), clock.instant());
      glanced = System.nanoTime();
      tell(last == null ? null : now.since(last, ended, 0));
      last = now;
      ended = now.ended();
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("changes cannot be read; this is retried");
    }
    return POLL;
  }

  /** Returns the time since the last glance at the store; absent if nobody listens. */
  public Optional<Duration> sinceLook() {
    lock.lock();
    try {
      return listeners > 0 && !stretch.isEmpty()
          ? Optional.of(Duration.ofNanos(System.nanoTime() - glanced))
          : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a stretch of changes that nobody has listened to for a while. */
  private boolean endsStretch() {
    lock.lock();
    try {
      boolean isLong = System.nanoTime() - left > LINGERS.toNanos();
      if (listeners == 0 && isLong) {
        stretch = "";
        kept.clear();
        return true;
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void tell(@Nullable Change found) {
    lock.lock();
    try {
      if (stretch.isEmpty()) {
        stretch = UUID.randomUUID().toString().substring(0, 8);
      }
      glances++;
      if (found != null && !found.isEmpty()) {
        number++;
        kept.add(
            new Change(
                number,
                found.runs(),
                found.more(),
                found.schedules(),
                found.workers(),
                found.events()));
        if (kept.size() > KEPT) {
          kept.remove();
        }
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the feed; all who listen are told so. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    signals.forEach(Subscription::close);
    rounds.close();
  }
}
