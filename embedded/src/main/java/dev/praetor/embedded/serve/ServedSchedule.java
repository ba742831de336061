package dev.praetor.embedded.serve;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.store.model.Admission;
import java.time.Instant;

/** The schedule of a flow whose runs this process makes when they are due. Thread-safe. */
public interface ServedSchedule {
  /** Returns the name of the flow. */
  String flow();

  /** Returns the id of the schedule: the name of the flow for the schedule in its code. */
  default String id() {
    return flow();
  }

  Schedule schedule();

  /**
   * Makes the run of an occurrence, unless a process has made it.
   *
   * @param isLast true if all other occurrences at the same instant were handled before
   * @param now the time at which the run is made
   */
  Admission enter(Occurrence due, boolean isLast, Instant now);
}
