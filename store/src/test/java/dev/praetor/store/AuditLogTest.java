package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.KeyScope;
import dev.praetor.store.access.Role;
import dev.praetor.store.audit.AuditLog;
import dev.praetor.store.audit.AuditVerification;
import dev.praetor.store.audit.row.Actor;
import dev.praetor.store.audit.row.AuditEntry;
import dev.praetor.store.audit.row.AuditHead;
import dev.praetor.store.audit.row.AuditOutcome;
import dev.praetor.store.audit.row.AuditRow;
import dev.praetor.store.audit.row.AuditTarget;
import dev.praetor.store.audit.row.OpenChange;
import dev.praetor.store.audit.row.TargetKind;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.query.PageRequest;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The audit log of a store, and what its verification finds. */
@ParameterizedClass
@EnumSource
class AuditLogTest extends StoreTest {
  private static final Actor ANN = new Actor("ann", Actor.Kind.KEY);

  AuditLogTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private static AuditEntry entry(String action, AuditTarget target) {
    return new AuditEntry(
        UUID.randomUUID().toString(),
        "request",
        Instant.now(),
        ANN,
        "127.0.0.1",
        action,
        target,
        "{\"n\":3}");
  }

  private static void setLimit(RunStore store, String name, int n) throws Exception {
    AuditTarget target = AuditTarget.of(TargetKind.LIMIT, "tag", name);
    boolean _ =
        new OpenChange(entry("setLimit", target))
            .making(() -> {
              store.limits().set(RunLimit.Scope.TAG, name, n, "ann");
              return true;
            });
  }

  private void refuse(String action) {
    assertThat(
            store
                .auditLog()
                .record(
                    entry(action, AuditTarget.SERVER),
                    AuditOutcome.refused("CONFLICT", "there is a run"))
                .join())
        .isTrue();
  }

  /** Writes six rows, each with other values. */
  private AuditHead sixRows() throws Exception {
    for (int i = 1; i <= 4; i++) {
      setLimit(store, "db", i);
    }
    refuse("createRun");
    refuse("cancelRun");
    AuditVerification whole = verify();
    assertThat(whole.broken()).isEmpty();
    assertThat(whole.rows()).isEqualTo(6);
    return whole.head();
  }

  private AuditVerification verify() {
    return store.auditLog().verify(Optional.empty());
  }

  private List<AuditRow> rows() {
    return store.auditPages().page(PageRequest.all().withFirst(1_000)).nodes().reversed();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private void finds(long sequence, String problem) {
    AuditVerification found = verify();
    assertThat(found.broken()).as("%s", found).isPresent();
    assertThat(found.broken().get().sequence()).as("%s", found).isEqualTo(sequence);
    assertThat(found.broken().get().problem()).contains(problem);
    assertThat(found.rows()).isEqualTo(found.head().sequence());
  }

  @Test
  void a_log_without_rows_is_whole() {
    assertThat(verify()).isEqualTo(new AuditVerification(0, AuditHead.NONE, Optional.empty()));
  }

  @Test
  void a_row_tells_who_changed_what_and_what_it_was_and_became() throws Exception {
    setLimit(store, "db", 2);
    setLimit(store, "db", 5);
    AuditRow second = rows().getLast();
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(second.origin().actor()).isEqualTo(ANN);
    assertThat(second.origin().address()).isEqualTo("127.0.0.1");
    assertThat(second.act().action()).isEqualTo("setLimit");
    assertThat(second.act().target()).isEqualTo("tag db");
    assertThat(second.act().was()).contains("{\"n\":2,\"author\":\"ann\"}");
    assertThat(second.act().became()).contains("{\"n\":5,\"author\":\"ann\"}");
    assertThat(second.outcome()).isEqualTo(AuditOutcome.DONE);
    assertThat(rows().getFirst().act().was()).isEmpty();
  }

  @Test
  void the_row_of_a_change_is_written_in_the_transaction_of_the_change() throws Exception {
    setLimit(store, "db", 2);
    assertThat(rows()).hasSize(1);
    // A row that cannot be written undoes the change.
    execute("UPDATE audit_head SET sequence = 0");
    try {
      setLimit(store, "db", 9);
    } catch (RuntimeException expected) {
      assertThat(store.limits().list().getFirst().most()).isEqualTo(2);
      return;
    }
    throw new AssertionError("the limit was changed without a row");
  }

  @Test
  void what_changes_nothing_has_no_row_of_its_own() throws Exception {
    ApiKeys keys = store.apiKeys();
    keys.create("ci", Role.VIEWER, KeyScope.ALL, Optional.empty(), "ann");
    OpenChange again = new OpenChange(entry("createKey", AuditTarget.of(TargetKind.KEY, "ci")));
    try {
      ApiKeys.NewKey _ =
          again.making(
              () -> keys.create("ci", Role.OPERATOR, KeyScope.ALL, Optional.empty(), "ann"));
    } catch (RuntimeException refused) {
      assertThat(again.isRecorded()).isFalse();
      assertThat(rows()).isEmpty();
      return;
    }
    throw new AssertionError("two keys have one name");
  }

  @Test
  void a_changed_column_is_found() throws Exception {
    AuditHead head = sixRows();
    List<String> columns = new ArrayList<>();
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM audit")) {
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        columns.add(row.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT));
      }
    }
    assertThat(columns).hasSize(18);
    columns.remove("sequence");
    for (String column : columns) {
      for (int row : List.of(1, 3, 6)) {
        execute("CREATE TABLE kept AS SELECT * FROM audit");
        String other = column.equals("time") ? "time + 1" : "coalesce(" + column + ", '') || 'x'";
        execute("UPDATE audit SET %s = %s WHERE sequence = %d".formatted(column, other, row));
        finds(row, "not as it was written");
        execute("DELETE FROM audit", "INSERT INTO audit SELECT * FROM kept", "DROP TABLE kept");
      }
    }
    for (String column : List.of("project", "was", "became", "code")) {
      execute("CREATE TABLE kept AS SELECT * FROM audit");
      execute(
          "UPDATE audit SET %1$s = CASE WHEN %1$s IS NULL THEN '' ELSE NULL END WHERE sequence = 2"
              .formatted(column));
      finds(2, "not as it was written");
      execute("DELETE FROM audit", "INSERT INTO audit SELECT * FROM kept", "DROP TABLE kept");
    }
    // What moves from one column to the next makes another row.
    execute("UPDATE audit SET action = action || 'x', target = 'x' || target WHERE sequence = 4");
    finds(4, "not as it was written");
    execute("UPDATE audit SET action = 'setLimit', target = 'tag db' WHERE sequence = 4");
    assertThat(store.auditLog().verify(Optional.of(head)).broken()).isEmpty();
  }

  @Test
  void a_deleted_row_is_found() throws Exception {
    AuditHead _ = sixRows();
    for (int row : List.of(1, 3, 6)) {
      execute("CREATE TABLE kept AS SELECT * FROM audit");
      execute("DELETE FROM audit WHERE sequence = " + row);
      finds(row, "row %d is missing".formatted(row));
      execute("DELETE FROM audit", "INSERT INTO audit SELECT * FROM kept", "DROP TABLE kept");
    }
    execute("DELETE FROM audit");
    finds(1, "row 1 is missing");
  }

  @Test
  void a_deleted_row_whose_gap_is_closed_is_found() throws Exception {
    AuditHead _ = sixRows();
    execute(
        "DELETE FROM audit WHERE sequence = 3",
        "UPDATE audit SET sequence = 3 WHERE sequence = 4",
        "UPDATE audit SET sequence = 4 WHERE sequence = 5",
        "UPDATE audit SET sequence = 5 WHERE sequence = 6",
        "UPDATE audit_head SET sequence = 5");
    finds(3, "not as it was written");
  }

  @Test
  void rows_that_changed_places_are_found() throws Exception {
    AuditHead _ = sixRows();
    execute(
        "UPDATE audit SET sequence = 100 WHERE sequence = 2",
        "UPDATE audit SET sequence = 2 WHERE sequence = 5",
        "UPDATE audit SET sequence = 5 WHERE sequence = 100");
    finds(2, "not as it was written");
  }

  @Test
  void a_row_that_was_put_in_is_found() throws Exception {
    AuditHead _ = sixRows();
    for (int place : List.of(-1, 0, 7, 9)) {
      execute(
          "CREATE TABLE put AS SELECT * FROM audit WHERE sequence = 4",
          "UPDATE put SET sequence = " + place,
          "INSERT INTO audit SELECT * FROM put",
          "DROP TABLE put");
      AuditVerification found = verify();
      assertThat(found.broken().map(AuditVerification.Broken::sequence))
          .as("%s", found)
          .contains(Math.min(place, 7L));
      execute("DELETE FROM audit WHERE sequence = " + place);
    }
    execute(
        "CREATE TABLE put AS SELECT * FROM audit WHERE sequence = 4",
        "UPDATE put SET sequence = 3",
        "UPDATE audit SET sequence = sequence + 100 WHERE sequence >= 3",
        "UPDATE audit SET sequence = sequence - 99 WHERE sequence > 100",
        "INSERT INTO audit SELECT * FROM put",
        "DROP TABLE put",
        "UPDATE audit_head SET sequence = 7");
    finds(3, "not as it was written");
  }

  @Test
  void a_log_that_was_cut_off_is_found_by_its_head() throws Exception {
    AuditHead head = sixRows();
    AuditHead fourth = new AuditHead(4, rows().get(3).hash());
    execute("CREATE TABLE kept AS SELECT * FROM audit");
    execute("DELETE FROM audit WHERE sequence > 4");
    finds(5, "row 5 is missing: the log ended at row 6");
    // Whoever sets the stored head back, too, is found by a head that was noted elsewhere.
    execute("UPDATE audit_head SET sequence = 4, hash = '%s'".formatted(fourth.hash()));
    assertThat(verify().broken()).isEmpty();
    AuditVerification noted = store.auditLog().verify(Optional.of(head));
    assertThat(noted.broken().map(AuditVerification.Broken::problem))
        .contains("row 5 is missing: the head that was noted is row 6");
    assertThat(store.auditLog().verify(Optional.of(fourth)).broken()).isEmpty();
    // So is whoever writes other rows after that.
    for (int i = 0; i < 5; i++) {
      refuse("deleteRun");
    }
    assertThat(verify().broken()).isEmpty();
    assertThat(
            store
                .auditLog()
                .verify(Optional.of(head))
                .broken()
                .map(AuditVerification.Broken::sequence))
        .contains(6L);
  }

  @Test
  void a_changed_or_deleted_head_is_found() throws Exception {
    AuditHead head = sixRows();
    execute("UPDATE audit_head SET hash = '%s'".formatted("0".repeat(64)));
    finds(6, "row 6");
    execute("UPDATE audit_head SET sequence = 5, hash = '%s'".formatted(rows().get(4).hash()));
    finds(6, "was put in");
    execute("UPDATE audit_head SET sequence = 8, hash = '%s'".formatted(head.hash()));
    finds(7, "row 7 is missing");
    execute("DELETE FROM audit_head");
    finds(6, "was deleted");
  }

  @Test
  void a_long_log_is_verified_page_by_page() throws Exception {
    for (int i = 0; i < 2_500; i++) {
      var _ =
          store
              .auditLog()
              .record(entry("login", AuditTarget.SERVER), AuditOutcome.done("row " + i));
    }
    refuse("last");
    assertThat(verify().rows()).isEqualTo(2_501);
    execute("UPDATE audit SET message = 'another' WHERE sequence = 2222");
    finds(2_222, "not as it was written");
  }

  @Test
  void stores_that_write_at_the_same_time_make_one_chain() throws Exception {
    int each = 60;
    List<RunStore> stores = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int s = 0; s < 3; s++) {
        RunStore other = RunStore.open(database, StoreOptions.defaults());
        stores.add(other);
        for (int i = 0; i < each; i++) {
          String tag = "tag-" + s + "-" + i;
          work.add(() -> {
            setLimit(other, tag, 1);
            return true;
          });
          work.add(() ->
              other.auditLog().record(entry("login", AuditTarget.SERVER), AuditOutcome.DONE).get());
        }
      }
      for (Future<Boolean> done : threads.invokeAll(work)) {
        assertThat(done.get()).isTrue();
      }
      AuditVerification whole = verify();
      assertThat(whole.broken()).isEmpty();
      assertThat(whole.rows()).isEqualTo(3L * each * 2);
      assertThat(rows().stream().map(AuditRow::sequence).toList())
          .containsExactlyInAnyOrderElementsOf(
              LongStream.rangeClosed(1, whole.rows()).boxed().toList());
    } finally {
      stores.forEach(RunStore::close);
    }
  }

  @Test
  void a_log_is_verified_while_rows_are_added() throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Boolean> writing =
          thread.submit(() -> {
            for (int i = 0; i < 300; i++) {
              setLimit(store, "db", i + 1);
            }
            return true;
          });
      while (!writing.isDone()) {
        assertThat(verify().broken()).isEmpty();
      }
      assertThat(writing.get()).isTrue();
    }
    assertThat(verify().rows()).isEqualTo(300);
  }

  @Test
  void nothing_changes_or_deletes_a_row() {
    assertThat(Arrays.stream(AuditLog.class.getDeclaredMethods()).filter(AuditLogTest::isPublic))
        .extracting(Method::getName)
        .containsExactlyInAnyOrder("record", "verify");
  }

  private static boolean isPublic(Method method) {
    return java.lang.reflect.Modifier.isPublic(method.getModifiers());
  }
}
