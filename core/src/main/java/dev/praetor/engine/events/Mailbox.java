package dev.praetor.engine.events;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Passes events from many threads to an owner: a stack that is taken as a whole and reversed
 * (Treiber, 1986). An event requests a turn of the owner.
 */
public final class Mailbox {
  private final AtomicReference<@Nullable Event> top = new AtomicReference<>();
  private final AtomicReference<@Nullable Turns> owner = new AtomicReference<>();
  private volatile boolean expectsOne;
  private volatile boolean letsAny;

  /** Sets the owner, which takes a turn for each event from now on. */
  public void ownedBy(Turns turns) {
    owner.set(turns);
  }

  public void offer(Event event) {
    push(event);
    Turns turns = owner.get();
    if (turns != null) {
      turns.request();
    }
  }

  /** Offers an event; this thread, which ends, takes the turn unless another one does. */
  void deliver(Event event) {
    push(event);
    Turns turns = owner.get();
    if (turns != null) {
      turns.takeHere();
    }
  }

  private void push(Event event) {
    Event head;
    do {
      head = top.get();
      event.next = head;
    } while (!top.compareAndSet(head, event));
  }

  /**
   * Announces, at the end of a turn, that the end of a single call is the only event that the owner
   * waits for. Valid until the owner takes events.
   */
  public void expectOne() {
    expectsOne = true;
  }

  /**
   * Lets the thread of every call that ends take the turn if the owner has nothing else to do. For
   * an owner whose turns wait for nothing, not even for a moment: a virtual thread that waits may
   * not get a processor again for long.
   */
  public void letAnyTakeTurns() {
    letsAny = true;
  }

  /** Returns whether the thread of a call that has ended may take the turn now. */
  boolean letsTakeTurn() {
    Turns turns = owner.get();
    return (expectsOne || letsAny) && turns != null && turns.isIdle();
  }

  public boolean isEmpty() {
    return top.get() == null;
  }

  /** Takes all events, oldest first. */
  public @Nullable Event drain() {
    if (expectsOne) {
      expectsOne = false;
    }
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
