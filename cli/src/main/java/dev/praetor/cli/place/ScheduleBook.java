package dev.praetor.cli.place;

import dev.praetor.RunId;
import dev.praetor.embedded.registered.ScheduleTerms;
import dev.praetor.store.model.FlowSchedule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The schedules of flows of a place. */
public interface ScheduleBook extends AutoCloseable {
  /** Returns all schedules. */
  List<FlowSchedule> list();

  /** Returns the schedule of a flow, or the one with an id. */
  Optional<FlowSchedule> find(String schedule);

  /** Pauses a schedule. */
  void pause(String schedule, String why);

  /** Resumes a schedule; returns false if it was not paused. */
  boolean resume(String schedule, boolean catchUp);

  /** Leaves one time out. */
  void skip(String schedule, Instant at, String why);

  /** Takes back that a time is left out; returns whether it was. */
  boolean unskip(String schedule, Instant at);

  /** Adds a schedule to a registered flow, and returns it. */
  FlowSchedule add(String flow, ScheduleTerms terms);

  /** Changes a schedule that was added, and returns it. */
  FlowSchedule update(FlowSchedule before, ScheduleTerms terms);

  /** Returns the registered flows of the same place, which are closed with these schedules. */
  FlowCatalog flows();

  /** Deletes a schedule that was added. */
  void delete(String schedule);

  /** Makes a run now, with the parameters of the next time. */
  RunId runNow(String schedule);

  @Override
  void close();
}
