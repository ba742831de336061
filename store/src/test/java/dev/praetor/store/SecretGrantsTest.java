package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.RunId;
import dev.praetor.Secret;
import dev.praetor.SecretUnavailable;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.db.Micros;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.secret.LocalSecrets;
import dev.praetor.store.secret.SecretUses;
import dev.praetor.store.secret.StoredSecret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The runs of a server read the secrets that are granted to their flows. */
@ParameterizedClass
@EnumSource
class SecretGrantsTest extends StoreTest {
  private static final String PROJECT = Registration.DEFAULT_PROJECT;
  private static final Optional<String> ALL = Optional.empty();
  @TempDir private Path home;

  SecretGrantsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private LocalSecrets secrets() {
    return store.secrets(home);
  }

  private static int use() {
    return Secret.named("TOKEN").get().length();
  }

  private static Flow<Integer> using(String name) {
    return Flow.define(name, f -> Task.of(SecretGrantsTest::use).secrets("TOKEN").call());
  }

  private FlowResult<Integer> run(Flow<Integer> flow) {
    return local(store, flow).with(run -> run.withSecrets(secrets().granted())).run();
  }

  private void refused(Flow<Integer> flow, String... parts) {
    FlowResult<Integer> result = run(flow);
    assertThat(result.state()).isInstanceOf(State.Failed.class);
    assertThat(result.toString() + result.state()).contains(parts);
  }

  private StoredSecret token() {
    return store
        .secretQueries()
        .secrets(PageRequest.where(Condition.is(SecretField.NAME, "TOKEN")))
        .nodes()
        .getFirst();
  }

  private static Optional<String> flow(String name) {
    return Optional.of(name);
  }

  @Test
  void a_run_reads_a_secret_once_it_is_granted_to_its_flow() {
    refused(
        using("report"),
        "there is no secret 'TOKEN'; store it: praetor secrets set TOKEN --grant report");
    secrets().set(PROJECT, Secret.named("TOKEN"), "hush-hush", "ann");
    assertThat(token().setBy()).isEqualTo("ann");
    refused(
        using("report"),
        "secret 'TOKEN' is not granted to flow 'report'",
        "praetor secrets grant TOKEN report");
    assertThat(token().lastUse()).isEmpty();
    assertThat(secrets().grants().grant(PROJECT, "TOKEN", flow("report"), "bo")).isTrue();
    assertThat(secrets().grants().grant(PROJECT, "TOKEN", flow("report"), "cy")).isFalse();
    FlowResult<Integer> result = run(using("report"));
    assertThat(result.value()).isEqualTo(9);
    refused(using("other"), "praetor secrets grant TOKEN other");
    StoredSecret.Use use = token().lastUse().orElseThrow();
    assertThat(use.run()).isEqualTo(result.id().toString());
    assertThat(use.flow()).isEqualTo("report");
    assertThat(use.reads()).isPositive();
    assertThat(token().grants())
        .singleElement()
        .matches(grant -> grant.flow().equals(flow("report")) && grant.by().equals("bo"));
    secrets().grants().revoke(PROJECT, "TOKEN", flow("report"));
    refused(using("report"), "is not granted to flow 'report'");
  }

  @Test
  void a_grant_to_the_project_is_one_to_all_flows() {
    secrets().set(Secret.named("TOKEN"), "hush-hush");
    assertThat(secrets().grants().grant(PROJECT, "TOKEN", ALL, "bo")).isTrue();
    assertThat(run(using("one")).value()).isEqualTo(9);
    assertThat(run(using("two")).value()).isEqualTo(9);
    secrets().grants().revoke(PROJECT, "TOKEN", ALL);
    refused(using("one"), "is not granted");
  }

  @Test
  void a_flow_in_a_flow_reads_what_is_granted_to_itself() {
    secrets().set(Secret.named("TOKEN"), "hush-hush");
    Flow<Integer> outer = Flow.define("outer", f -> f.run(using("inner")));
    assertThat(secrets().grants().grant(PROJECT, "TOKEN", flow("outer"), "")).isTrue();
    assertThat(run(outer).state()).isInstanceOf(State.Failed.class);
    assertThat(secrets().grants().grant(PROJECT, "TOKEN", flow("inner"), "")).isTrue();
    assertThat(run(outer).value()).isEqualTo(9);
    assertThat(token().lastUse().orElseThrow().flow()).isEqualTo("inner");
  }

  @Test
  void a_run_reads_only_what_the_recorded_version_of_its_flow_declares() {
    secrets().set(Secret.named("TOKEN"), "hush-hush");
    secrets().set(Secret.named("OTHER"), "hush-hush");
    assertThat(secrets().grants().grant(PROJECT, "TOKEN", ALL, "")).isTrue();
    assertThat(secrets().grants().grant(PROJECT, "OTHER", ALL, "")).isTrue();
    RunId run = run(using("report")).id();
    assertThat(secrets().granted().forRun(run.value()).find("TOKEN")).contains("hush-hush");
    assertThatThrownBy(() -> secrets().granted().forRun(run.value()).find("OTHER"))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessageContaining("no task of flow 'report' declares secret 'OTHER'");
    RunId unknown = new RunId(UUID.randomUUID());
    assertThatThrownBy(() -> secrets().granted().forRun(unknown.value()).find("TOKEN"))
        .hasMessageContaining("which is not in the store");
    assertThatThrownBy(() -> secrets().granted().find("TOKEN"))
        .hasMessageContaining("is given out to runs only");
  }

  @Test
  void a_secret_takes_its_grants_with_it_and_a_new_one_of_the_name_was_never_used() {
    secrets().set(Secret.named("TOKEN"), "hush-hush");
    assertThat(secrets().grants().grant(PROJECT, "TOKEN", flow("report"), "")).isTrue();
    RunId run = run(using("report")).id();
    assertThat(secrets().delete(PROJECT, "TOKEN")).isTrue();
    assertThat(secrets().uses().of(PROJECT, "TOKEN", 10))
        .as("what was read is still known")
        .extracting(StoredSecret.Use::run)
        .containsExactly(run.toString());
    secrets().set(Secret.named("TOKEN"), "hush-hush");
    assertThat(token().version()).isEqualTo(1);
    assertThat(token().grants()).isEmpty();
    assertThat(token().lastUse()).isEmpty();
  }

  @Test
  void what_is_not_there_or_not_allowed_is_refused() {
    notFound(() -> secrets().grants().grant(PROJECT, "TOKEN", ALL, ""));
    notFound(() -> secrets().grants().revoke(PROJECT, "TOKEN", ALL));
    secrets().set(Secret.named("TOKEN"), "hush-hush");
    notFound(() -> secrets().grants().revoke(PROJECT, "TOKEN", flow("report")));
    notFound(() -> secrets().grants().grant("another", "TOKEN", ALL, ""));
    for (String name : List.of("", " ", "n".repeat(251))) {
      assertThatThrownBy(() -> secrets().grants().grant(PROJECT, "TOKEN", flow(name), ""))
          .isInstanceOfSatisfying(
              StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }
    assertThat(token().grants()).isEmpty();
  }

  private static void notFound(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void secrets_of_two_projects_with_the_same_name_are_two() {
    secrets().set(PROJECT, Secret.named("TOKEN"), "one", "");
    secrets().set("another", Secret.named("TOKEN"), "two", "");
    assertThat(secrets().find(PROJECT, "TOKEN")).contains("one");
    assertThat(secrets().find("another", "TOKEN")).contains("two");
    assertThat(secrets().rotation().rotate(PROJECT).secrets()).isEqualTo(1);
    assertThat(secrets().delete("another", "TOKEN")).isTrue();
    assertThat(secrets().find("another", "TOKEN")).isEmpty();
    assertThat(secrets().find(PROJECT, "TOKEN")).contains("one");
  }

  @Test
  void the_reads_of_the_last_thousand_runs_are_kept_and_old_ones_but_the_last_deleted()
      throws Exception {
    secrets().set(Secret.named("TOKEN"), "hush-hush");
    assertThat(secrets().grants().grant(PROJECT, "TOKEN", ALL, "")).isTrue();
    addUses(1, SecretUses.MOST + 4);
    RunId last = run(using("report")).id();
    assertThat(secrets().uses().of(PROJECT, "TOKEN", 2_000))
        .hasSize(SecretUses.MOST)
        .extracting(StoredSecret.Use::run)
        .startsWith(last.toString(), "run-1004")
        .endsWith("run-6");
    deleteOld(Instant.now().plus(SecretUses.KEPT));
    assertThat(secrets().uses().of(PROJECT, "TOKEN", 2_000)).hasSize(1);
    deleteOld(Instant.now().plus(Duration.ofDays(365)));
    assertThat(token().lastUse().map(StoredSecret.Use::run)).contains(last.toString());
  }

  private void addUses(int from, int to) throws Exception {
    // Younger than what the store itself deletes.
    long hourAgo = Micros.micros(Instant.now().minus(Duration.ofHours(1)));
    try (Connection connection = database.writing().getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO secret_use (secret, run, flow, first, last, reads)
                VALUES ('TOKEN', ?, 'report', ?, ?, 1)
                """)) {
      for (int i = from; i <= to; i++) {
        insert.setString(1, "run-" + i);
        insert.setLong(2, hourAgo + i);
        insert.setLong(3, hourAgo + i);
        insert.executeUpdate();
      }
    }
  }

  private void deleteOld(Instant now) throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      SecretUses.deleteOld(connection, now);
    }
  }
}
