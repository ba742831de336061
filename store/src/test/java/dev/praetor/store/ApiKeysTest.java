package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.KeyScope;
import dev.praetor.store.access.Role;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys of programs in a store. */
@ParameterizedClass
@EnumSource
class ApiKeysTest extends StoreTest {
  private static final KeyScope ALL = KeyScope.ALL;
  private static final Optional<Instant> NEVER = Optional.empty();

  ApiKeysTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private ApiKeys keys() {
    return store.apiKeys();
  }

  @Test
  void a_key_is_found_by_its_text_and_nothing_else() throws Exception {
    ApiKeys.NewKey made = keys().create("ci", Role.OPERATOR, ALL, NEVER, "ann");
    assertThat(keys().find(made.text())).contains(made.key());
    assertThat(made.key().made().by()).isEqualTo("ann");
    assertThat(made.toString()).doesNotContain(made.text());
    for (String wrong : List.of("", made.key().id(), made.text() + " ", ApiKeys.random(), "\0")) {
      assertThat(keys().find(wrong)).as(wrong).isEmpty();
    }
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM api_key")) {
      assertThat(row.next()).isTrue();
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        assertThat(String.valueOf(row.getObject(i))).doesNotContain(made.text().substring(8));
      }
    }
  }

  @Test
  void a_revoked_key_stays_in_the_list_and_its_name_is_free() {
    ApiKeys.NewKey first = keys().create("ci", Role.VIEWER, ALL, NEVER, "ann");
    ApiKey revoked = keys().revoke("ci", "bo");
    assertThat(revoked.state(Instant.now())).isEqualTo(ApiKey.State.REVOKED);
    assertThat(revoked.revoked().map(ApiKey.Made::by)).contains("bo");
    assertThat(keys().revoke(first.key().id(), "cy").revoked()).isEqualTo(revoked.revoked());
    assertThat(keys().find(first.text())).contains(revoked);
    ApiKeys.NewKey second = keys().create("ci", Role.VIEWER, ALL, NEVER, "ann");
    assertThat(keys().named("ci", _ -> true)).containsExactly(second.key());
    assertThat(keys().named(first.key().id(), _ -> true)).containsExactly(revoked);
  }

  @Test
  void of_several_that_make_a_key_of_a_name_one_succeeds() throws Exception {
    try (RunStore other = RunStore.open(database, StoreOptions.defaults(), InstantSource.system());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 5; round++) {
        String name = "key " + round;
        List<Callable<ApiKeys.NewKey>> all = new ArrayList<>();
        for (ApiKeys each : List.of(keys(), other.apiKeys(), keys(), other.apiKeys())) {
          all.add(() -> each.create(name, Role.AUTHOR, ALL, NEVER, "ann"));
        }
        List<Throwable> failed = new ArrayList<>();
        for (Future<ApiKeys.NewKey> each : threads.invokeAll(all)) {
          if (each.state() == Future.State.FAILED) {
            failed.add(each.exceptionNow());
          }
        }
        assertThat(failed)
            .hasSize(3)
            .allSatisfy(e ->
                assertThat(e)
                    .isInstanceOfSatisfying(
                        StoreFailed.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT)));
      }
    }
  }

  @Test
  void a_key_ends_at_the_time_that_was_said() {
    Instant end = Instant.now().plusSeconds(60);
    ApiKey key = keys().create("brief", Role.VIEWER, ALL, Optional.of(end), "ann").key();
    assertThat(key.state(end.minusSeconds(1))).isEqualTo(ApiKey.State.ACTIVE);
    assertThat(key.state(end)).isEqualTo(ApiKey.State.EXPIRED);
    assertThatThrownBy(
            () -> keys().create("late", Role.VIEWER, ALL, Optional.of(Instant.EPOCH), "ann"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("would never be accepted");
  }

  @Test
  void a_key_that_nobody_has_cannot_be_revoked() {
    assertThatThrownBy(() -> keys().revoke("nobody", "ann"))
        .isInstanceOfSatisfying(
            StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }
}
