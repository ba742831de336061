package dev.praetor.store.schedule;

import dev.praetor.RunId;

/** The answer to a process that wants to make the run of an instant. */
public sealed interface Take {

  /** The process makes the run; no other process will. */
  record Taken() implements Take {}

  /** A process has made a run of the instant, or is making it. */
  record Made() implements Take {}

  /**
   * Another run of the schedule is in progress, and the instant is not taken.
   *
   * @param run the id of the run in progress
   */
  record InTheWay(RunId run) implements Take {}
}
