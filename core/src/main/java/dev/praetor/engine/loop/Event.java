package dev.praetor.engine.loop;

import org.jspecify.annotations.Nullable;

/** An event to be handled by the owner of a run. Linked, so that the mailbox needs no nodes. */
abstract class Event {
  @Nullable Event next;

  /** Handles this event, in the thread that owns the run. */
  abstract void handle();
}
