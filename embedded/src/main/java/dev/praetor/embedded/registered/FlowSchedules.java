package dev.praetor.embedded.registered;

import dev.praetor.InvalidRun;
import dev.praetor.Occurrence;
import dev.praetor.RunId;
import dev.praetor.Schedule;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.spec.DescribedParameters;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.schedule.InvalidSchedule;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.schedule.Schedules;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The schedules that people add to registered flows. The parameters that their clocks give must be
 * enough for a run of the current version.
 *
 * @param by the person who changes them; may be empty
 */
public record FlowSchedules(RunStore store, InstantSource clock, String by) {
  /**
   * Adds a schedule to a flow.
   *
   * @return the id of the schedule
   * @throws InvalidRun if the flow cannot run with the parameters of a clock
   * @throws InvalidSchedule if it has no occurrence from now on
   * @throws StoreFailed if the flow is not registered
   */
  public String add(String project, String flow, Schedule schedule) {
    RegisteredFlow known = store.registeredFlows().require(project, flow);
    check(known, schedule);
    return store.addedSchedules().add(known.key(), schedule, by);
  }

  /**
   * Changes a schedule that was added.
   *
   * @throws InvalidRun as for a new schedule
   * @throws StoreFailed if there is no such schedule, or it is in the code of its flow
   */
  public void update(String id, Schedule schedule) {
    FlowSchedule before = find(id);
    FlowKey flow = FlowKey.of(before.flow());
    store
        .registeredFlows()
        .find(flow.project(), flow.name())
        .ifPresent(known -> check(known, schedule));
    store.addedSchedules().update(id, schedule, by);
  }

  private void check(RegisteredFlow flow, Schedule schedule) {
    if (schedule.next(1, clock.instant()).isEmpty()) {
      throw new InvalidSchedule(
          "the schedule has no occurrence from now on; give it a time that is still to come");
    }
    FlowDescription description =
        FlowSpecReader.read(store.registeredFlows().spec(flow.current()).json());
    for (ScheduleClock each : schedule.clocks()) {
      Map<String, JsonNode> values = new LinkedHashMap<>();
      flow.settings()
          .parameters()
          .forEach((name, json) -> values.put(name, ExactJson.MAPPER.readTree(json)));
      values
          .keySet()
          .retainAll(description.parameters().stream().map(parameter -> parameter.name()).toList());
      values.putAll(json(each.terms().parameters()));
      var _ = DescribedParameters.read(description, values);
    }
  }

  private static Map<String, JsonNode> json(Map<String, Object> parameters) {
    Map<String, JsonNode> values = new LinkedHashMap<>();
    parameters.forEach((name, value) -> values.put(name, ExactJson.MAPPER.valueToTree(value)));
    return values;
  }

  /**
   * Deletes a schedule that was added.
   *
   * @throws StoreFailed if there is no such schedule, or it is in the code of its flow
   */
  public void delete(String id) {
    store.addedSchedules().delete(id, by);
  }

  /**
   * Makes a run now, with the parameters of the schedule's next occurrence, or of its first clock
   * if there is none. The schedule goes on as if nothing had happened.
   *
   * @throws StoreFailed if there is no such schedule, or its flow is not registered or archived
   */
  public RunId runNow(String id) {
    FlowSchedule found = find(id);
    Map<String, Object> parameters =
        found.schedule().next(1, clock.instant()).stream()
            .findFirst()
            .map(Occurrence::parameters)
            .orElseGet(() -> found.schedule().clocks().getFirst().terms().parameters());
    FlowKey flow = FlowKey.of(found.flow());
    return new RegisteredDoor(store, clock)
        .enter(
            new RegisteredDoor.Request(
                flow.project(),
                flow.name(),
                Optional.empty(),
                json(parameters),
                Optional.empty(),
                RunEntry.PLAIN,
                by))
        .run();
  }

  private FlowSchedule find(String id) {
    return store.schedules().find(id).orElseThrow(() -> Schedules.noSchedule(id));
  }
}
