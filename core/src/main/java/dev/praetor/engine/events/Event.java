package dev.praetor.engine.events;

import org.jspecify.annotations.Nullable;

/** An event to be handled by the owner of a run. Linked, so that the mailbox needs no nodes. */
public abstract class Event {
  public @Nullable Event next;

  /** Handles this event, in the thread that owns the run. */
  public abstract void handle();
}
