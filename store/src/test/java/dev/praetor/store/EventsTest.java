package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.row.EventRow;
import dev.praetor.store.worker.NewWorker;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Events are written with what they tell of, and deleted when they are old. */
@ParameterizedClass
@EnumSource
class EventsTest extends StoreTest {
  private static final ProcessId GONE =
      new ProcessId(
          ProcessId.current().host(),
          ProcessId.current().pid(),
          ProcessId.current().boot(),
          ProcessId.current().space(),
          ProcessId.current().ticks() - 1);

  EventsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private List<EventRow> events() {
    return store
        .queries()
        .events(
            PageRequest.all()
                .withOrder(Order.ascending(EventField.TIME), Order.ascending(EventField.ID)))
        .nodes();
  }

  private EventRow only(EventKind kind) {
    List<EventRow> found =
        store
            .queries()
            .events(PageRequest.where(Condition.is(EventField.KIND, kind.name())))
            .nodes();
    assertThat(found).as("%s", events()).hasSize(1);
    return found.getFirst();
  }

  @Test
  void changes_of_limits_are_events_and_refused_ones_are_none() {
    store.limits().set(RunLimit.Scope.FLOW, "nightly", 2, "ann");
    assertThat(store.limits().delete(RunLimit.Scope.TAG, "none", "ann")).isFalse();
    assertThatThrownBy(() -> store.limits().set(RunLimit.Scope.TAG, "db", 0, "ann"))
        .isInstanceOf(StoreFailed.class);
    assertThatThrownBy(() ->
            store
                .limits()
                .release("db", new RunId(UUID.randomUUID()), TaskPath.parse("send"), "ann"))
        .isInstanceOf(StoreFailed.class);
    assertThat(events()).hasSize(1);
    EventRow set = only(EventKind.LIMIT_SET);
    assertThat(set.references().flow()).contains("nightly");
    assertThat(set.references().project()).contains("default");
    assertThat(set.actor()).isEqualTo("ann");
    assertThat(set.text()).isEqualTo("the limit of flow 'nightly' is 2");
    assertThat(set.data()).isEqualTo("{\"n\":2,\"name\":\"nightly\",\"scope\":\"flow\"}");
    assertThat(store.limits().delete(RunLimit.Scope.FLOW, "nightly", "bob")).isTrue();
    assertThat(only(EventKind.LIMIT_DELETED).actor()).isEqualTo("bob");
  }

  @Test
  void pauses_of_pools_are_events() {
    store.pools().pause("gpu", "ann", "the cards are hot");
    assertThat(store.pools().resume("gpu", "bob")).isTrue();
    assertThat(store.pools().resume("gpu", "bob")).isFalse();
    assertThat(events()).hasSize(2);
    EventRow paused = only(EventKind.POOL_PAUSED);
    assertThat(paused.references().pool()).contains("gpu");
    assertThat(paused.text()).isEqualTo("pool 'gpu' is paused: the cards are hot");
    assertThat(only(EventKind.POOL_RESUMED).actor()).isEqualTo("bob");
  }

  private void add(String id, ProcessId process) {
    WorkerOffer offer = new WorkerOffer(List.of("default"), List.of(), 1);
    String _ = store.workers().add(new NewWorker(id, "builder", offer, process, "1.2", false));
  }

  @Test
  void workers_that_come_drain_end_and_die_are_events() {
    add("a", ProcessId.current());
    store.workers().drain("a", "ann");
    store.workers().drain("a", "ann");
    store.workers().end("a");
    store.workers().end("a");
    assertThat(events())
        .extracting(EventRow::kind)
        .containsExactly(EventKind.WORKER_JOINED, EventKind.WORKER_DRAINED, EventKind.WORKER_ENDED);
    assertThat(events()).allMatch(event -> event.references().worker().orElseThrow().equals("a"));
    add("b", GONE);
    store.workers().settle();
    store.workers().settle();
    assertThat(only(EventKind.WORKER_LOST).references().worker()).contains("b");
  }

  @Test
  void an_event_belongs_to_the_transaction_of_what_it_tells_of() throws Exception {
    NewEvent event = NewEvent.of(EventKind.POOL_RESUMED, "x\u0000y").pool("p").by("a\u0000n");
    try (Connection connection = database.writing().getConnection()) {
      connection.setAutoCommit(false);
      EventTable.write(connection, Instant.now(), event);
      connection.rollback();
    }
    assertThat(events()).isEmpty();
    try (Connection connection = database.writing().getConnection()) {
      EventTable.write(connection, Instant.now(), event);
      EventTable.write(
          connection, Instant.now(), NewEvent.of(EventKind.POOL_RESUMED, "z".repeat(5_000)));
    }
    assertThat(events()).extracting(row -> row.text().length()).containsExactly(3, 2_000);
  }

  @Test
  void old_events_are_deleted() throws Exception {
    Instant now = Instant.now();
    try (Connection connection = database.writing().getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < 1_500; i++) {
        Instant old = now.minus(Duration.ofDays(31)).minusSeconds(i);
        EventTable.write(connection, old, NewEvent.of(EventKind.WORKER_LOST, "old " + i));
      }
      Instant young = now.minus(Duration.ofDays(29));
      EventTable.write(connection, young, NewEvent.of(EventKind.WORKER_LOST, "young"));
      connection.commit();
    }
    try (StoreParts parts = StoreParts.of(database)) {
      parts.upkeep(Retention.DEFAULT).applyToEvents(now);
      assertThat(events()).hasSizeGreaterThan(1);
      parts.upkeep(Retention.DEFAULT.withEvents(Retention.EVENTS_KEPT)).applyToEvents(now);
    }
    assertThat(events()).extracting(EventRow::text).containsExactly("young");
  }
}
