package dev.praetor.server.graphql.read;

import dev.praetor.server.graphql.schema.Later;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.SchedulePause;
import dev.praetor.store.model.SkippedInstant;
import dev.praetor.store.query.Condition;
import dev.praetor.store.query.Entity;
import dev.praetor.store.query.FlowVersionField;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.RunField;
import dev.praetor.store.query.row.FlowRow;
import dev.praetor.store.query.row.FlowVersionRow;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The code for flows, their versions and their schedules. */
final class FlowTypes {
  /** The only project so far. */
  static final String PROJECT = "default";

  private final Reads reads;

  FlowTypes(Reads reads) {
    this.reads = reads;
  }

  List<TypeCode<?>> all() {
    return List.of(flow(), version(), schedule(), pause(), skipped(), upcoming());
  }

  private TypeCode<FlowRow> flow() {
    return TypeCode.of("Flow", FlowRow.class)
        .field("name", FlowRow::name)
        .field("project", _ -> PROJECT)
        .fetch("versions", this::versionsOf)
        .fetch(
            "runs",
            (flow, environment) ->
                runs(
                    environment,
                    Loaders.RUNS_OF_FLOW,
                    flow.name(),
                    Condition.is(RunField.FLOW, flow.name())))
        .fetch("schedule", (flow, environment) -> Loaders.SCHEDULE.load(environment, flow.name()));
  }

  private Object versionsOf(FlowRow flow, DataFetchingEnvironment environment) {
    Condition own = Condition.is(FlowVersionField.FLOW, flow.name());
    return Loaders.VERSIONS_OF_FLOW.counted(
        environment, Entity.FLOW_VERSION, flow.name(), own, reads.queries()::countFlowVersions);
  }

  private Object runs(
      DataFetchingEnvironment environment, Loaders loader, Object of, Condition own) {
    return loader.counted(environment, Entity.RUN, of, own, reads.queries()::countRuns);
  }

  private TypeCode<FlowVersionRow> version() {
    return TypeCode.of("FlowVersion", FlowVersionRow.class)
        .field("id", FlowVersionRow::id)
        .field("flow", version -> new FlowRow(version.flow()))
        .field("created", FlowVersionRow::created)
        .fetch("graph", (version, environment) -> graph(environment, version.id()))
        .fetch(
            "runs",
            (version, environment) ->
                runs(
                    environment,
                    Loaders.RUNS_OF_VERSION,
                    version.id(),
                    Condition.is(RunField.VERSION, version.id())));
  }

  /** Returns the description of a version as JSON. */
  static Object graph(DataFetchingEnvironment environment, String version) {
    Later<@Nullable String> spec = Loaders.SPEC.load(environment, version);
    return spec.mapOrNull(text -> text == null ? null : JsonMapper.shared().readTree(text));
  }

  private TypeCode<FlowSchedule> schedule() {
    return TypeCode.of("Schedule", FlowSchedule.class)
        .field("id", FlowSchedule::flow)
        .field("flow", schedule -> new FlowRow(schedule.flow()))
        .field("explanation", FlowSchedule::explanation)
        .field("pause", FlowSchedule::pause)
        .field("skipped", FlowSchedule::skipped)
        .fetch(
            "next",
            (schedule, environment) -> {
              Integer first = environment.getArgument("first");
              int n = PageRequest.all().withFirst(Objects.requireNonNullElse(first, 0)).first();
              return schedule.next(n, reads.clock().instant()).stream()
                  .map(occurrence -> occurrence.at())
                  .toList();
            })
        .field("handled", FlowSchedule::handled);
  }

  private static TypeCode<SchedulePause> pause() {
    return TypeCode.of("SchedulePause", SchedulePause.class)
        .field("by", SchedulePause::by)
        .field("why", SchedulePause::why)
        .field("since", SchedulePause::since);
  }

  private static TypeCode<SkippedInstant> skipped() {
    return TypeCode.of("SkippedOccurrence", SkippedInstant.class)
        .field("at", SkippedInstant::instant)
        .field("by", SkippedInstant::by)
        .field("why", SkippedInstant::why)
        .field("decided", SkippedInstant::time);
  }

  private static TypeCode<UpcomingRuns.Upcoming> upcoming() {
    return TypeCode.of("Upcoming", UpcomingRuns.Upcoming.class)
        .field("flow", each -> new FlowRow(each.schedule().flow()))
        .field("at", each -> each.occurrence().at())
        .field(
            "parameters", each -> JsonMapper.shared().valueToTree(each.occurrence().parameters()))
        .field("skipped", each -> each.schedule().isSkipped(each.occurrence().at()))
        .field("paused", each -> each.schedule().pause().isPresent());
  }
}
