package dev.praetor.cli.place;

import dev.praetor.RunId;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.embedded.registered.FlowSchedules;
import dev.praetor.embedded.registered.ScheduleTerms;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.schedule.Schedules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The schedules in a store that this process has open. */
record StoreBook(RunStore store, InstantSource clock) implements ScheduleBook {
  @Override
  public List<FlowSchedule> list() {
    return store.schedules().list();
  }

  @Override
  public Optional<FlowSchedule> find(String schedule) {
    return store.schedules().find(schedule);
  }

  @Override
  public void pause(String schedule, String why) {
    store.schedules().pause(schedule, CurrentUser.name(), why);
  }

  @Override
  public boolean resume(String schedule, boolean catchUp) {
    return store.schedules().resume(schedule, CurrentUser.name(), catchUp);
  }

  @Override
  public void skip(String schedule, Instant at, String why) {
    store.schedules().skip(schedule, at, CurrentUser.name(), why);
  }

  @Override
  public boolean unskip(String schedule, Instant at) {
    return store.schedules().unskip(schedule, at);
  }

  private FlowSchedules added() {
    return new FlowSchedules(store, clock, CurrentUser.name());
  }

  @Override
  public FlowSchedule add(String flow, ScheduleTerms terms) {
    FlowKey key = FlowKey.of(flow);
    return now(added().add(key.project(), key.name(), terms.schedule()));
  }

  @Override
  public FlowSchedule update(FlowSchedule before, ScheduleTerms terms) {
    added().update(before.id(), terms.change(before.schedule()));
    return now(before.id());
  }

  private FlowSchedule now(String id) {
    return find(id).orElseThrow(() -> Schedules.noSchedule(id));
  }

  @Override
  public FlowCatalog flows() {
    return new StoreCatalog(store, clock);
  }

  @Override
  public void delete(String schedule) {
    added().delete(schedule);
  }

  @Override
  public RunId runNow(String schedule) {
    return added().runNow(schedule);
  }

  @Override
  public void close() {
    store.close();
  }
}
