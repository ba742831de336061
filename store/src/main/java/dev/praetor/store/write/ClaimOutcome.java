package dev.praetor.store.write;

import dev.praetor.store.db.ProcessRow;

/** The outcome of an attempt to claim a run. */
public sealed interface ClaimOutcome {
  /** The run is claimed, under a new epoch. */
  record Done(int epoch) implements ClaimOutcome {}

  /** Only watching the heartbeat of the owner can tell whether it is alive. */
  record InDoubt(ProcessRow owner) implements ClaimOutcome {}
}
