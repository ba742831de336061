package dev.praetor.server.graphql.read;

import dev.praetor.Occurrence;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.model.FlowSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The runs that schedules will make. */
record UpcomingRuns(List<FlowSchedule> schedules) {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  UpcomingRuns {
    schedules = List.copyOf(schedules);
  }

  /** An occurrence of a schedule, whether or not it will make a run. */
  record Upcoming(FlowSchedule schedule, Occurrence occurrence) {}

  /**
   * Returns the first occurrences in a span of time.
   *
   * @param until the end; a day after the beginning if absent
   * @throws RequestRefused if the span is longer than a year
   */
  List<Upcoming> between(Instant from, Optional<Instant> until, int first) {
    Instant end = until.orElseGet(() -> from.plus(DAY));
    if (Duration.between(from, end).compareTo(LONGEST) > 0) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "'from' and 'until' are more than a year apart; ask for a shorter time");
    }
    return schedules.stream()
        .flatMap(schedule -> of(schedule, from, end, first))
        .sorted(
            Comparator.comparing((Upcoming each) -> each.occurrence().at())
                .thenComparing(each -> each.schedule().id()))
        .limit(first)
        .toList();
  }

  private static Stream<Upcoming> of(FlowSchedule schedule, Instant from, Instant end, int first) {
    return schedule.schedule().stream(from)
        .takeWhile(each -> !each.at().isAfter(end))
        .limit(first)
        .map(each -> new Upcoming(schedule, each));
  }
}
