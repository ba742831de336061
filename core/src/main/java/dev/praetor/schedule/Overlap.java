package dev.praetor.schedule;

/** What happens to an occurrence while a run of an earlier one has not finished. */
public enum Overlap {
  /** Both run. */
  ALLOW,
  /** The new occurrence makes no run. */
  SKIP,
  /** The new run waits until the old one has finished. */
  QUEUE,
  /** The old run is cancelled, the new one runs. */
  CANCEL_OLD
}
