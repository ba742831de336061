package dev.praetor.engine.events;

import dev.praetor.engine.Timekeeper;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Passes events from many threads to one: a stack that is taken as a whole and reversed (Treiber,
 * 1986).
 */
public final class Mailbox {
  private final AtomicReference<@Nullable Event> top = new AtomicReference<>();
  private final Timekeeper time;
  private volatile boolean waiting;
  private volatile @Nullable Thread owner;

  public Mailbox(Timekeeper time) {
    this.time = time;
  }

  public void ownedBy(Thread thread) {
    owner = thread;
  }

  public void offer(Event event) {
    Event head;
    do {
      head = top.get();
      event.next = head;
    } while (!top.compareAndSet(head, event));
    if (waiting) {
      wake();
    }
  }

  public void wake() {
    LockSupport.unpark(owner);
  }

  /** Takes all events, oldest first; waits for an event until {@code due} if there are none. */
  public @Nullable Event take(@Nullable Instant due, boolean idle) {
    if (top.get() == null) {
      waiting = true;
      if (top.get() == null) {
        time.await(due, idle);
      }
      waiting = false;
    }
    return drain();
  }

  @Nullable Event drain() {
    if (top.get() == null) {
      return null;
    }
    Event newest = top.getAndSet(null);
    Event oldest = null;
    while (newest != null) {
      Event older = newest.next;
      newest.next = oldest;
      oldest = newest;
      newest = older;
    }
    return oldest;
  }
}
