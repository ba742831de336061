package dev.praetor.embedded.serve;

import dev.praetor.Argument;
import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.embedded.run.Door;
import dev.praetor.embedded.run.FlowCode;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunIds;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of a flow whose code this process has. Explicit arguments take precedence over those
 * of a clock. Immutable.
 *
 * @param given the explicit arguments
 */
record CodeSchedule(Door door, FlowCode<?> code, Schedule schedule, List<Argument> given)
    implements ServedSchedule {
  CodeSchedule {
    given = List.copyOf(given);
  }

  @Override
  public String flow() {
    return code.flow().name();
  }

  @Override
  public Admission enter(Occurrence due, boolean isLast, Instant now) {
    DueRun entry = new DueRun(due, schedule.overlap(), isLast);
    return enter(door, code, entry, now, arguments(due));
  }

  private static <R extends @Nullable Object> Admission enter(
      Door door, FlowCode<R> code, DueRun due, Instant now, Argument... arguments) {
    LocalRun<R> run = code.fresh().withId(RunIds.at(now)).scheduledAt(due.occurrence().at());
    return door.enter(code, run, due, arguments);
  }

  private Argument[] arguments(Occurrence due) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(due.parameters());
    given.forEach(each -> all.put(each.name(), each.value()));
    return all.entrySet().stream()
        .map(each -> new Argument(each.getKey(), each.getValue()))
        .toArray(Argument[]::new);
  }
}
