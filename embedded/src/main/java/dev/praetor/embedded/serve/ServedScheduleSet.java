package dev.praetor.embedded.serve;

import dev.praetor.Argument;
import dev.praetor.Schedule;
import dev.praetor.embedded.run.Door;
import dev.praetor.embedded.run.FlowCode;
import dev.praetor.engine.Timekeeper;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.schedule.ServedSchedules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules of the flows that this process serves: one timer wakes for all of them, and each
 * due run enters by the door. Other processes with the same store may serve them too. Thread-safe.
 */
public final class ServedScheduleSet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServedScheduleSet.class);
  private final ServedSchedules store;
  private final ScheduleTimer timer;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("schedule-", 0).factory());
  private final ScheduleRunner.Services services;
  private final Map<String, Optional<ScheduleRunner>> flows = new HashMap<>();

  /** The schedules that have found out that they are paused, by the names of their flows. */
  private final Map<String, ScheduleRunner> held = new ConcurrentHashMap<>();

  private final AtomicBoolean sweeping = new AtomicBoolean();
  private boolean started;
  private boolean closed;

  public ServedScheduleSet(RunStore store, Timekeeper time, ScheduleEvents events) {
    this.store = store.servedSchedules();
    this.timer = new ScheduleTimer(time, this::sweep);
    this.services =
        new ScheduleRunner.Services(
            this.store, timer, threads, runner -> held.put(runner.id(), runner), events, time);
  }

  /**
   * Runs the schedules of flows from now on, except schedules that this process runs already.
   *
   * @param given arguments that take precedence over those of the clocks
   */
  public void add(Door door, List<FlowCode<?>> added, List<Argument> given) {
    Map<String, Optional<ServedSchedule>> schedules = new LinkedHashMap<>();
    for (FlowCode<?> code : added) {
      schedules.put(
          code.flow().name(),
          code.flow().schedule().map(schedule -> new CodeSchedule(door, code, schedule, given)));
    }
    add(schedules);
  }

  /** Runs schedules, by the names of their flows, except those of flows that are known already. */
  public synchronized void add(Map<String, Optional<ServedSchedule>> added) {
    Map<String, Optional<ServedSchedule>> fresh = new LinkedHashMap<>(added);
    fresh.keySet().removeAll(flows.keySet());
    if (closed || fresh.isEmpty()) {
      return;
    }
    Map<String, Optional<Schedule>> schedules = new LinkedHashMap<>();
    fresh.forEach((flow, served) -> schedules.put(flow, served.map(ServedSchedule::schedule)));
    store.add(schedules);
    Map<String, Instant> places = store.places();
    fresh.forEach((flow, served) ->
        flows.put(
            flow,
            served.map(each -> run(each, places.getOrDefault(flow, services.time().instant())))));
  }

  /** Runs a schedule that people added, and that the store has, unless it is known already. */
  public synchronized void addStored(ServedSchedule added) {
    if (!closed && !flows.containsKey(added.id())) {
      flows.put(added.id(), Optional.of(run(added, store.place(added.id()))));
    }
  }

  /** Returns the time since the timer of the schedules has looked at the clock. */
  public Duration sinceLook() {
    return timer.sinceLook();
  }

  /** Returns how late the last due occurrences were noticed. */
  public Duration late() {
    return timer.late();
  }

  /** Makes no further runs of a schedule; it may be added again. */
  public synchronized void remove(String id) {
    Optional<ScheduleRunner> runner = flows.remove(id);
    if (runner != null) {
      runner.ifPresent(ScheduleRunner::end);
      held.remove(id);
    }
  }

  private ScheduleRunner run(ServedSchedule served, Instant place) {
    if (!started) {
      started = true;
      timer.start();
    }
    ScheduleRunner runner = new ScheduleRunner(served, services);
    runner.goOnAfter(place);
    return runner;
  }

  /** Looks whether paused schedules have been resumed; returns at once. */
  private void sweep() {
    if (!held.isEmpty() && sweeping.compareAndSet(false, true)) {
      threads.execute(() -> {
        try {
          release(store.paused());
        } catch (StoreFailed e) {
          LOG.atDebug().setCause(e).log("pauses could not be read; this is retried");
        } finally {
          sweeping.set(false);
        }
      });
    }
  }

  private void release(Set<String> paused) {
    for (ScheduleRunner runner : List.copyOf(held.values())) {
      if (!paused.contains(runner.id())) {
        Instant place = store.place(runner.id());
        held.remove(runner.id());
        runner.goOnAfter(place);
      }
    }
  }

  /** Makes no further runs; runs that are being recorded are recorded first. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (!started) {
        return;
      }
    }
    timer.close();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("runs of schedules are left to other processes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
