package dev.praetor.engine.loop;

import org.jspecify.annotations.Nullable;

/** Something the owner of a run has to look at. Linked, so that the mailbox needs no nodes. */
abstract class Event {
  @Nullable Event next;

  /** Called by the thread that owns the run. */
  abstract void handle();
}
