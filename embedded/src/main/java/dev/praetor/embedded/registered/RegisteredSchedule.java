package dev.praetor.embedded.registered;

import dev.praetor.FlowSpec;
import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.embedded.serve.ServedSchedule;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.RegisteredFlow;
import java.time.Instant;
import java.util.Optional;

/**
 * A schedule of a registered flow. Immutable.
 *
 * @param added the schedule, if people added it; absent for the schedule in the code of the flow
 */
record RegisteredSchedule(
    RegisteredDoor door,
    RegisteredFlow registered,
    FlowSpec spec,
    Schedule schedule,
    Optional<DueRun.Added> added)
    implements ServedSchedule {
  @Override
  public String id() {
    return added.map(DueRun.Added::id).orElse(flow());
  }

  @Override
  public String flow() {
    return registered.key();
  }

  @Override
  public Admission enter(Occurrence due, boolean isLast, Instant now) {
    return door.enterDue(registered, spec, new DueRun(due, schedule.overlap(), isLast, added), now);
  }
}
