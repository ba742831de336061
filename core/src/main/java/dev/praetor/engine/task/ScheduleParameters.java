package dev.praetor.engine.task;

import dev.praetor.Argument;
import dev.praetor.Problem;
import dev.praetor.Schedule;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.internal.text.ScheduleDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks the parameters that the clocks of a schedule give to runs against those of the flow. */
public final class ScheduleParameters {
  private ScheduleParameters() {}

  /** Returns all parameters that are unknown, missing or of another type, each with its clock. */
  public static List<Problem> problems(
      String flow, List<ParameterDefinition> parameters, Schedule schedule) {
    Set<Problem> problems = new LinkedHashSet<>();
    for (ScheduleClock clock : schedule.clocks()) {
      List<Problem> found = new ArrayList<>();
      Parameters.read(flow, parameters, found, arguments(clock));
      String where = " (for the clock " + ScheduleDescription.of(clock) + ")";
      found.forEach(each -> problems.add(new Problem(each.path(), each.message() + where)));
    }
    return List.copyOf(problems);
  }

  private static Argument[] arguments(ScheduleClock clock) {
    return clock.terms().parameters().entrySet().stream()
        .map(given -> new Argument(given.getKey(), given.getValue()))
        .toArray(Argument[]::new);
  }
}
