package dev.praetor.server.graphql.read;

import dev.praetor.schedule.ScheduleJson;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.SchedulePause;
import dev.praetor.store.model.SkippedInstant;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.row.FlowRow;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The code for schedules. */
final class ScheduleTypes {
  private final Reads reads;

  ScheduleTypes(Reads reads) {
    this.reads = reads;
  }

  List<TypeCode<?>> all() {
    return List.of(schedule(), pause(), skipped(), upcoming());
  }

  private TypeCode<FlowSchedule> schedule() {
    return TypeCode.of("Schedule", FlowSchedule.class)
        .field("id", FlowSchedule::id)
        .field("flow", schedule -> new FlowRow(schedule.flow()))
        .field("isAdded", schedule -> schedule.added().isPresent())
        .field("addedBy", schedule -> schedule.added().map(FlowSchedule.Added::by))
        .field("created", schedule -> schedule.added().map(FlowSchedule.Added::time))
        .field("definition", schedule -> ScheduleJson.toTree(schedule.schedule()))
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
        .field("schedule", each -> each.schedule())
        .field("at", each -> each.occurrence().at())
        .field(
            "parameters", each -> JsonMapper.shared().valueToTree(each.occurrence().parameters()))
        .field("skipped", each -> each.schedule().isSkipped(each.occurrence().at()))
        .field("paused", each -> each.schedule().pause().isPresent());
  }
}
