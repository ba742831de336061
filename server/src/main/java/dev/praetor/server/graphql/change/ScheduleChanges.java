package dev.praetor.server.graphql.change;

import dev.praetor.RunId;
import dev.praetor.embedded.registered.FlowSchedules;
import dev.praetor.embedded.registered.ScheduleTerms;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.filter.GivenJson;
import dev.praetor.server.graphql.filter.NamedFlow;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.schedule.Schedules;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The changes of schedules. */
record ScheduleChanges(RunStore store, InstantSource clock) {
  private static final List<String> CLOCK =
      List.of("cron", "every", "dates", "rrule", "zone", "start", "end");

  /**
   * Adds the code.
   *
   * @param run gives the answer that consists of a run
   */
  void addTo(TypeCode<Object> mutation, Function<RunId, Object> run) {
    mutation
        .fetch(
            "addSchedule",
            (_, given) -> {
              FlowKey flow = NamedFlow.of(given);
              return find(flows().add(flow.project(), flow.name(), terms(given).schedule()));
            })
        .fetch(
            "updateSchedule",
            (_, given) -> {
              FlowSchedule before = find(text(given, "schedule"));
              flows().update(before.id(), terms(given).change(before.schedule()));
              return find(before.id());
            })
        .fetch(
            "deleteSchedule",
            (_, given) -> {
              String id = find(text(given, "schedule")).id();
              flows().delete(id);
              return id;
            })
        .fetch(
            "runScheduleNow",
            (_, given) -> run.apply(flows().runNow(find(text(given, "schedule")).id())));
    addPauses(mutation);
  }

  /** Returns the schedules as the caller of the request changes them. */
  private FlowSchedules flows() {
    return new FlowSchedules(store, clock, Caller.currentName());
  }

  private void addPauses(TypeCode<Object> mutation) {
    Schedules schedules = store.schedules();
    mutation
        .fetch(
            "pauseSchedule",
            (_, given) -> {
              schedules.pause(
                  find(text(given, "schedule")).id(), Caller.currentName(), text(given, "why"));
              return find(text(given, "schedule"));
            })
        .fetch(
            "resumeSchedule",
            (_, given) -> {
              boolean catchUp = Boolean.TRUE.equals(given.getArgument("catchUp"));
              boolean _ =
                  schedules.resume(
                      find(text(given, "schedule")).id(), Caller.currentName(), catchUp);
              return find(text(given, "schedule"));
            })
        .fetch(
            "skipOccurrence",
            (_, given) -> {
              schedules.skip(
                  find(text(given, "schedule")).id(),
                  at(given),
                  Caller.currentName(),
                  text(given, "why"));
              return find(text(given, "schedule"));
            })
        .fetch(
            "unskipOccurrence",
            (_, given) -> {
              FlowSchedule found = find(text(given, "schedule"));
              boolean _ = schedules.unskip(found.id(), at(given));
              return find(found.id());
            });
  }

  private FlowSchedule find(String id) {
    FlowSchedule found =
        store
            .schedules()
            .find(id)
            .filter(schedule -> Caller.current().sees(FlowKey.of(schedule.flow())))
            .orElseThrow(() -> Schedules.noSchedule(id));
    Caller.current().requireIn(FlowKey.of(found.flow()).project());
    return found;
  }

  private static Instant at(DataFetchingEnvironment given) {
    return Objects.requireNonNull(given.getArgument("at"));
  }

  private static String text(DataFetchingEnvironment given, String name) {
    String text = given.getArgument(name);
    return text == null ? "" : text;
  }

  private static ScheduleTerms terms(DataFetchingEnvironment given) {
    Map<String, Object> clock = new LinkedHashMap<>();
    Set<String> removed = new HashSet<>();
    for (String name : CLOCK) {
      Object value = given.getArgument(name);
      if (value != null) {
        clock.put(name, plain(value));
      } else if (given.containsArgument(name)) {
        removed.add(name);
      }
    }
    if (given.containsArgument("parameters")) {
      clock.put("parameters", GivenJson.object("parameters", given.getArgument("parameters")));
    }
    Optional<String> overlap = Optional.ofNullable(given.getArgument("overlap"));
    return new ScheduleTerms(
        clock,
        removed,
        Optional.ofNullable(given.getArgument("catchUp")),
        overlap.map(rule -> rule.toLowerCase(Locale.ROOT)));
  }

  /** Returns a value as it stands in the JSON of a schedule. */
  private static Object plain(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : value.toString();
  }
}
