package dev.praetor.embedded.registered;

import dev.praetor.FlowSpec;
import dev.praetor.Schedule;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.embedded.serve.ServedSchedule;
import dev.praetor.embedded.serve.ServedScheduleSet;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.engine.spec.UnreadableFlowSpec;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Rounds;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runs of the schedules of all registered flows. It follows the registrations: a new
 * version brings its schedule, beside the schedules that people added, and those of an archived
 * flow make no runs. Several processes may do this with the same store; each occurrence makes one
 * run. Runs that are due are recorded as queued, also while no process starts them. Thread-safe.
 */
public final class RegisteredScheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegisteredScheduler.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final RunStore store;
  private final RegisteredDoor door;
  private final ServedScheduleSet schedules;
  private final Rounds rounds = new Rounds("praetor-registered", this::round);
  private final Map<String, RegisteredFlow> known = new HashMap<>();
  private final Map<String, Added> knownAdded = new HashMap<>();
  private final Subscription listening;

  /** A schedule that people added, as it is run. */
  private record Added(RegisteredFlow flow, long revision) {}

  /** Starts to make runs. */
  public RegisteredScheduler(RunStore store, Timekeeper time) {
    this.store = store;
    this.door = new RegisteredDoor(store, time);
    this.schedules = new ServedScheduleSet(store, time, new LoggedSchedules());
    this.listening = store.signals().listen(Topic.FLOWS, rounds::request);
    rounds.request();
  }

  private Duration round() {
    try {
      follow();
      boolean isMore = store.dueRuns().queue() > 0;
      return isMore ? Duration.ZERO : store.sweep();
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the registered flows could not be read; this is retried");
      return AGAIN;
    }
  }

  private void follow() {
    Map<String, RegisteredFlow> now = new HashMap<>();
    store.registeredFlows().list().forEach(flow -> now.put(flow.key(), flow));
    followCode(now);
    followAdded(now);
  }

  private void followCode(Map<String, RegisteredFlow> now) {
    Set<String> left = new HashSet<>(known.keySet());
    left.removeAll(now.keySet());
    now.forEach((key, flow) -> {
      if (!flow.equals(known.get(key))) {
        schedules.remove(key);
        schedules.add(Map.of(key, schedule(flow)));
        known.put(key, flow);
      }
    });
    left.forEach(gone -> {
      schedules.remove(gone);
      known.remove(gone);
    });
  }

  private void followAdded(Map<String, RegisteredFlow> now) {
    Set<String> left = new HashSet<>(knownAdded.keySet());
    for (FlowSchedule added : store.schedules().added()) {
      RegisteredFlow flow = now.get(added.flow());
      if (flow != null) {
        left.remove(added.id());
        Added current = new Added(flow, added.added().orElseThrow().revision());
        if (!current.equals(knownAdded.get(added.id()))) {
          schedules.remove(added.id());
          schedules.addStored(schedule(flow, added));
          knownAdded.put(added.id(), current);
        }
      }
    }
    left.forEach(gone -> {
      schedules.remove(gone);
      knownAdded.remove(gone);
    });
  }

  /** Returns the schedule in the code of a flow. That of an archived flow makes no runs. */
  private Optional<ServedSchedule> schedule(RegisteredFlow flow) {
    FlowSpec spec = store.registeredFlows().spec(flow.current());
    try {
      Optional<Schedule> schedule = FlowSpecReader.read(spec.json()).options().schedule();
      return schedule.map(each -> new RegisteredSchedule(door, flow, spec, each, Optional.empty()));
    } catch (UnreadableFlowSpec e) {
      LOG.atError()
          .addKeyValue("flow", flow.key())
          .log("the flow makes no runs by its schedule: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private ServedSchedule schedule(RegisteredFlow flow, FlowSchedule added) {
    long revision = added.added().orElseThrow().revision();
    return new RegisteredSchedule(
        door,
        flow,
        store.registeredFlows().spec(flow.current()),
        added.schedule(),
        Optional.of(new DueRun.Added(added.id(), revision)));
  }

  /** Returns the time since the scheduler has looked at the clock, which it does each second. */
  public Duration sinceLook() {
    return schedules.sinceLook();
  }

  /** Returns how late the last due occurrences were noticed. */
  public Duration late() {
    return schedules.late();
  }

  /** Makes no further runs; runs that are being recorded are recorded first. */
  @Override
  public void close() {
    listening.close();
    rounds.close();
    schedules.close();
  }
}
