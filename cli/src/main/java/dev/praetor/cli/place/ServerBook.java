package dev.praetor.cli.place;

import dev.praetor.RunId;
import dev.praetor.Schedule;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.ScheduleInput;
import dev.praetor.client.model.ScheduleInfo;
import dev.praetor.embedded.registered.ScheduleTerms;
import dev.praetor.store.json.SchedulesJson;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.model.SchedulePause;
import dev.praetor.store.model.SkippedInstant;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The schedules of a server. */
record ServerBook(PraetorClient client) implements ScheduleBook {
  @Override
  public List<FlowSchedule> list() {
    return client
        .schedules()
        .all(Listing.all().orderedBy("flow").withFirst(200))
        .map(ServerBook::schedule)
        .toList();
  }

  private static FlowSchedule schedule(ScheduleInfo schedule) {
    return new FlowSchedule(
        schedule.id(),
        schedule.flow(),
        SchedulesJson.read(schedule.definition().toString()),
        schedule.pause().map(pause -> new SchedulePause(pause.by(), pause.why(), pause.since())),
        schedule.skipped().stream()
            .map(skip -> new SkippedInstant(skip.at(), skip.by(), skip.why(), skip.decided()))
            .toList(),
        schedule.handled(),
        schedule.added().map(added -> new FlowSchedule.Added(added.by(), added.time(), 0)));
  }

  @Override
  public Optional<FlowSchedule> find(String schedule) {
    return list().stream().filter(each -> each.id().equals(schedule)).findFirst();
  }

  @Override
  public void pause(String schedule, String why) {
    ScheduleInfo _ = client.schedules().pause(schedule, why);
  }

  @Override
  public boolean resume(String schedule, boolean catchUp) {
    boolean wasPaused = find(schedule).flatMap(FlowSchedule::pause).isPresent();
    ScheduleInfo _ = client.schedules().resume(schedule, catchUp);
    return wasPaused;
  }

  @Override
  public void skip(String schedule, Instant at, String why) {
    ScheduleInfo _ = client.schedules().skip(schedule, at, why);
  }

  @Override
  public boolean unskip(String schedule, Instant at) {
    boolean wasSkipped = find(schedule).filter(found -> found.isSkipped(at)).isPresent();
    ScheduleInfo _ = client.schedules().unskip(schedule, at);
    return wasSkipped;
  }

  @Override
  public FlowSchedule add(String flow, ScheduleTerms terms) {
    Schedule _ = terms.schedule(); // Checked here, so that mistakes are named as on a home.
    return schedule(client.schedules().add(flow, input(terms)));
  }

  @Override
  public FlowSchedule update(FlowSchedule before, ScheduleTerms terms) {
    Schedule _ = terms.change(before.schedule());
    return schedule(client.schedules().update(before.id(), input(terms)));
  }

  private static ScheduleInput input(ScheduleTerms terms) {
    ScheduleInput input = ScheduleInput.unchanged();
    for (Map.Entry<String, Object> each : terms.clock().entrySet()) {
      input = input.and(each.getKey(), each.getValue());
    }
    for (String name : terms.removed()) {
      input = input.and(name, null);
    }
    if (terms.catchUp().isPresent()) {
      input = input.catchUp(terms.catchUp().get());
    }
    return terms.overlap().isPresent()
        ? input.overlap(terms.overlap().get().toUpperCase(Locale.ROOT))
        : input;
  }

  @Override
  public FlowCatalog flows() {
    return new ServerCatalog(client);
  }

  @Override
  public void delete(String schedule) {
    client.schedules().delete(schedule);
  }

  @Override
  public RunId runNow(String schedule) {
    return client.schedules().runNow(schedule).id();
  }

  @Override
  public void close() {
    client.close();
  }
}
