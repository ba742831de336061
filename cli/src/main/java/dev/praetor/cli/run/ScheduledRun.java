package dev.praetor.cli.run;

import dev.praetor.Argument;
import dev.praetor.FlowRun;
import dev.praetor.Occurrence;
import dev.praetor.RunId;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunIds;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run of a schedule that is due.
 *
 * @param due the occurrence for which it is made
 * @param id the id of the run
 * @param run the run, with its id and its time
 * @param arguments the parameters of the clock, overridden by explicit ones
 */
record ScheduledRun(Occurrence due, RunId id, LocalRun<?> run, List<Argument> arguments) {

  FlowRun<?> start() {
    return run.start(arguments.toArray(Argument[]::new));
  }

  /** Records the run as skipped. */
  void skip(String why) {
    RunId _ = run.skip(why, arguments.toArray(Argument[]::new));
  }

  /**
   * Makes the runs of a schedule.
   *
   * @param fresh the supplier of a run of the flow
   * @param given the explicit parameters
   * @param clock the clock for the ids of runs
   */
  record Factory(Supplier<LocalRun<?>> fresh, List<Argument> given, InstantSource clock) {
    ScheduledRun of(Occurrence due) {
      RunId id = RunIds.at(clock.instant());
      Map<String, @Nullable Object> all = new LinkedHashMap<>(due.parameters());
      given.forEach(each -> all.put(each.name(), each.value()));
      return new ScheduledRun(
          due,
          id,
          fresh.get().withId(id).scheduledAt(due.at()),
          all.entrySet().stream()
              .map(each -> new Argument(each.getKey(), each.getValue()))
              .toList());
    }
  }
}
