package dev.praetor.schedule;

/** The rule for an occurrence that is due while a run of an earlier occurrence is in progress. */
public enum Overlap {
  /** Both runs are executed. */
  ALLOW,
  /** No run is started for the new occurrence. */
  SKIP,
  /** The new run waits until the old one has finished. */
  QUEUE,
  /** The old run is cancelled and the new run starts. */
  CANCEL_OLD
}
