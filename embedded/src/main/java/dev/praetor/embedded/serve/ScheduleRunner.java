package dev.praetor.embedded.serve;

import dev.praetor.ErrorCode;
import dev.praetor.Occurrence;
import dev.praetor.schedule.ScheduleSearchGaveUp;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.schedule.ServedSchedules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the runs of one schedule, one occurrence after the other. An occurrence whose run cannot be
 * recorded, because the store is not available, is tried again. Used by one thread at a time.
 */
final class ScheduleRunner {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleRunner.class);
  private static final Duration RETRY = Duration.ofSeconds(1);

  /** The services of the process that all its schedules use. */
  record Services(
      ServedSchedules store,
      ScheduleTimer timer,
      ExecutorService threads,
      Consumer<ScheduleRunner> held,
      ScheduleEvents events,
      InstantSource time) {}

  private final ServedSchedule served;
  private final Services services;

  private volatile boolean ended;

  /** The instant up to which all occurrences were handled. */
  private Instant handled = Instant.EPOCH;

  /** The time since which nothing looked at this schedule, if that is not the timer's last look. */
  private @Nullable Instant absentSince;

  ScheduleRunner(ServedSchedule served, Services services) {
    this.served = served;
    this.services = services;
  }

  String id() {
    return served.id();
  }

  /** Begins to make runs, after an instant up to which all occurrences were handled. */
  void goOnAfter(Instant place) {
    handled = place;
    await(place);
  }

  /**
   * Sets the timer for the next occurrence.
   *
   * @param looked the time of the last look at this schedule
   */
  private void await(Instant looked) {
    Optional<Occurrence> next = served.schedule().next(1, handled).stream().findFirst();
    if (next.isEmpty()) {
      services.events().ended(id());
      return;
    }
    boolean isDue = !next.get().at().isAfter(services.time().instant());
    absentSince = isDue ? looked : null;
    if (!isDue) {
      services.events().next(id(), next.get());
    }
    services.timer().set(next.get().at(), this::begin);
  }

  private void begin(ScheduleTimer.Look look) {
    services.threads().execute(() -> look(look));
  }

  /** Makes no further runs, because the schedule was replaced or removed. */
  void end() {
    ended = true;
  }

  private void look(ScheduleTimer.Look look) {
    if (ended) {
      return;
    }
    try {
      if (make(look)) {
        await(look.now());
      } else {
        services.held().accept(this);
      }
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the store is not available; this is retried");
      absentSince = absentSince == null ? look.awake() : absentSince;
      services.timer().set(services.time().instant().plus(RETRY), this::begin);
    } catch (ScheduleSearchGaveUp e) {
      LOG.atError()
          .addKeyValue("flow", id())
          .log("the schedule makes no further runs in this process: {}", e.getMessage());
    }
  }

  /** Makes the runs that are due; returns false if the schedule is paused. */
  private boolean make(ScheduleTimer.Look look) {
    Instant awake = absentSince == null ? look.awake() : absentSince;
    if (ScheduleProgress.isAbsence(awake, look.now())) {
      Instant place = services.store().place(id());
      handled = place.isAfter(handled) ? place : handled;
    }
    ScheduleProgress.Step step = step(awake, look.now());
    List<Occurrence> due = step.due();
    for (int i = 0; i < due.size(); i++) {
      boolean isLast = i + 1 == due.size() || !due.get(i + 1).at().equals(due.get(i).at());
      if (!make(due.get(i), isLast)) {
        return false;
      }
    }
    if (step.passedOver() > 0) {
      services.events().passedOver(id(), step.passedOver(), handled);
      services
          .store()
          .passedOver(
              new ServedSchedules.Missed(id(), step.passedOver(), handled, step.after().handled()));
    }
    handled = step.after().handled();
    return true;
  }

  private ScheduleProgress.Step step(Instant awake, Instant now) {
    try {
      return new ScheduleProgress(handled, awake).at(now, served.schedule());
    } catch (ScheduleSearchGaveUp e) {
      LOG.atError()
          .addKeyValue("flow", id())
          .log("the schedule continues from now: {}", e.getMessage());
      return ScheduleProgress.Step.nothing(now);
    }
  }

  private boolean make(Occurrence due, boolean isLast) {
    try {
      return switch (served.enter(due, isLast, services.time().instant())) {
        case Admission.Paused _ -> false;
        case Admission.Skips skips -> {
          services.events().skipped(id(), due, skips.state().message());
          yield true;
        }
        case Admission.Starts _, Admission.Waits _, Admission.Repeated _, Admission.LeftOut _ ->
            true;
      };
    } catch (StoreFailed e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      services.events().failed(id(), due, e);
    } catch (RuntimeException e) {
      services.events().failed(id(), due, e);
    }
    return true;
  }
}
