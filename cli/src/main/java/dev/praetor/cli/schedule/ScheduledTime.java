package dev.praetor.cli.schedule;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.ScheduleBook;
import java.time.Instant;
import picocli.CommandLine.Parameters;

/** The parameters that name one time of the schedule of a served flow. */
final class ScheduledTime {
  @Parameters(
      index = "0",
      paramLabel = "SCHEDULE",
      description = "The name of the flow, or the id of an added schedule.")
  private String flow = "";

  @Parameters(
      index = "1",
      paramLabel = "TIME",
      description =
          "The time: an instant (…Z), or a local time (2026-03-06T08:30) in the schedule's zone.")
  private String time = "";

  String flow() {
    return flow;
  }

  Instant instant(ScheduleBook book) {
    return book.find(flow)
        .map(found -> ScheduleTimes.parse(time, found.schedule(), "TIME"))
        .orElseThrow(() ->
            new UsageException(
                "no flow '"
                    + flow
                    + "' with a schedule has been served here, and no schedule has this id; praetor"
                    + " schedules list shows all"));
  }
}
