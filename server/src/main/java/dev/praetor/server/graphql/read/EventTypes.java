package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.row.EventRow;
import dev.praetor.store.query.row.FlowRow;
import dev.praetor.store.query.row.RunRow;
import graphql.schema.DataFetchingEnvironment;

/** The code for events. */
record EventTypes(StoreQueries queries) {
  TypeCode<EventRow> type() {
    return TypeCode.of("Event", EventRow.class)
        .field("id", EventRow::id)
        .field("time", EventRow::time)
        .field("kind", event -> event.kind().name())
        .field("project", event -> event.references().project())
        .field("flow", event -> event.references().flow().map(FlowRow::new))
        .fetch(
            "run",
            (event, environment) ->
                event
                    .references()
                    .run()
                    .map(run -> Loaders.RUN.load(environment, RunId.parse(run))))
        .field("runId", event -> event.references().run())
        .fetch(
            "schedule",
            (event, environment) ->
                event
                    .references()
                    .schedule()
                    .map(schedule -> Loaders.SCHEDULE.load(environment, schedule)))
        .field("scheduleId", event -> event.references().schedule())
        .fetch(
            "worker",
            (event, environment) ->
                event.references().worker().map(worker -> Loaders.WORKER.load(environment, worker)))
        .field("workerId", event -> event.references().worker())
        .field("pool", event -> event.references().pool())
        .field("actor", EventRow::actor)
        .field("text", EventRow::text)
        .field("data", event -> ExactJson.MAPPER.readTree(event.data()));
  }

  /** Returns the page of all events that a field asks for. */
  Pages.Counted all(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.EVENT, environment, Condition.ALWAYS);
    return new Pages.Counted(queries.events(request), request.where(), queries::countEvents);
  }

  /** Returns the page of the events about a run that a field asks for. */
  Object of(RunRow run, DataFetchingEnvironment environment) {
    Condition own = Condition.is(EventField.RUN_ID, run.id().toString());
    return Loaders.EVENTS_OF_RUN.counted(
        environment, Entity.EVENT, run.id(), own, queries::countEvents);
  }
}
