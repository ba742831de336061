package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.KeyScope;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.RunnerToken;
import dev.praetor.store.access.RunnerTokens;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.worker.NewWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The tokens of runners in a store. */
@ParameterizedClass
@EnumSource
class RunnerTokensTest extends StoreTest {
  private static final String CODE = "c".repeat(64);
  private static final UUID RUNNER = UUID.randomUUID();

  RunnerTokensTest(Databases databases) {
    super(databases, databases.fresh());
  }

  @BeforeEach
  void join() {
    ProcessId elsewhere = new ProcessId("there", 5, "", "", 0);
    WorkerOffer offer = new WorkerOffer(List.of("reports", "night"), List.of(), 3);
    String _ = store.workers().add(new NewWorker("w-1", "far", offer, elsewhere, "1.2", false));
  }

  private RunnerTokens tokens() {
    return store.runnerTokens();
  }

  private Optional<RunnerToken.State> state(String token, Instant time) {
    return tokens().find(token, time).map(RunnerToken::state);
  }

  @Test
  void a_token_is_bound_to_its_runner_its_worker_and_its_package() {
    String text = tokens().create(RUNNER, "w-1", CODE, Optional.empty());
    assertThat(RunnerTokens.isToken(text)).isTrue();
    RunnerToken token = tokens().find(text, Instant.now()).orElseThrow(AssertionError::new);
    assertThat(token.runner()).isEqualTo(RUNNER.toString());
    assertThat(token.worker()).isEqualTo(new RunnerToken.Worker("w-1", "far"));
    assertThat(token.code()).isEqualTo(CODE);
    assertThat(token.pools()).containsExactly("night", "reports");
    assertThat(token.state()).isEqualTo(RunnerToken.State.ACTIVE);
    for (String wrong : List.of("", text + " ", RUNNER.toString(), text.substring(15), "\0")) {
      assertThat(tokens().find(wrong, Instant.now())).as(wrong).isEmpty();
    }
    assertThatThrownBy(() -> tokens().create(RUNNER, "w-1", CODE, Optional.empty()))
        .isInstanceOfSatisfying(
            StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
  }

  @Test
  void a_token_ends_with_its_runner_its_worker_or_its_key() {
    ApiKey key =
        store
            .apiKeys()
            .create(
                "far", Role.WORKER, KeyScope.ofPools(List.of("reports")), Optional.empty(), "ann")
            .key();
    Instant now = Instant.now();
    String first = tokens().create(RUNNER, "w-1", CODE, Optional.of(key.id()));
    String second = tokens().create(UUID.randomUUID(), "w-1", CODE, Optional.of(key.id()));
    String third = tokens().create(UUID.randomUUID(), "w-1", CODE, Optional.empty());
    tokens().end("another", RUNNER);
    assertThat(state(first, now)).contains(RunnerToken.State.ACTIVE);
    tokens().end("w-1", RUNNER);
    assertThat(state(first, now)).contains(RunnerToken.State.ENDED);
    ApiKey _ = store.apiKeys().revoke("far", "ann");
    assertThat(state(second, now)).contains(RunnerToken.State.WITHOUT_KEY);
    assertThat(state(third, now)).contains(RunnerToken.State.ACTIVE);
    assertThat(state(third, now.plus(Duration.ofDays(2)))).contains(RunnerToken.State.ENDED);
    tokens().endOfWorker("w-1");
    assertThat(state(third, now)).contains(RunnerToken.State.ENDED);
    store.workers().end("w-1");
    assertThatThrownBy(() -> tokens().create(UUID.randomUUID(), "w-1", CODE, Optional.empty()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("worker w-1 is not known to be alive");
  }

  @Test
  void what_is_needed_in_pools_is_found() {
    assertThat(store.poolMembers().ofWorker("w-1")).contains(List.of("night", "reports"));
    assertThat(store.poolMembers().ofWorker("w-2")).isEmpty();
    store.workers().addRunner(RUNNER.toString(), "w-1", 7);
    assertThat(store.poolMembers().ofRunner(RUNNER.toString()))
        .contains(List.of("night", "reports"));
    assertThat(store.poolMembers().need(List.of("reports"), CODE)).isFalse();
    tokens().endOfProcess("w-1", 7);
    String text = tokens().create(RUNNER, "w-1", CODE, Optional.empty());
    tokens().endOfProcess("w-1", 8);
    assertThat(state(text, Instant.now())).contains(RunnerToken.State.ACTIVE);
    tokens().endOfProcess("w-1", 7);
    assertThat(state(text, Instant.now())).contains(RunnerToken.State.ENDED);
  }
}
