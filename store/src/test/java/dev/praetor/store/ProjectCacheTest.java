package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Retry;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.cache.CachedResults;
import dev.praetor.store.db.IndexKey;
import dev.praetor.store.model.StoreOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A cached result belongs to the project of the run that made it, on each database. */
@ParameterizedClass
@EnumSource
class ProjectCacheTest extends StoreTest {
  private final AtomicInteger computed = new AtomicInteger();
  private final String name = unique();

  ProjectCacheTest(Databases databases) {
    super(databases);
  }

  /** Gives a run to a project, as if its flow were registered there. */
  private int move(String project, RunId run) throws SQLException {
    try (Connection connection = database.writing().getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE flow_run SET flow = ? WHERE id = ?")) {
      update.setString(1, project.equals("default") ? name : project + "/" + name);
      update.setString(2, run.toString());
      assertThat(update.executeUpdate()).isEqualTo(1);
      return 10;
    }
  }

  private String flowOf(RunId run) {
    return store.find(run).orElseThrow().flow();
  }

  private Flow<Integer> counting(String project, Cache cache) {
    return Flow.define(
        name,
        f ->
            Task.of("count", Integer.class, (Integer n) -> n + computed.incrementAndGet())
                .cached(cache)
                .call(
                    Task.of(
                            "move",
                            Integer.class,
                            () -> move(project, TaskContext.current().runId()))
                        .call()));
  }

  private State counted(String project, Cache cache) {
    FlowResult<Integer> result = local(store, counting(project, cache)).run();
    assertThat(result.state()).isInstanceOf(State.Success.class);
    return result.taskRun("count").state();
  }

  private void eachProjectComputesOnce(Cache cache) {
    assertThat(counted("alpha", cache)).isInstanceOf(State.Success.class);
    assertThat(counted("beta", cache)).isInstanceOf(State.Success.class);
    assertThat(counted("default", cache)).isInstanceOf(State.Success.class);
    for (String project : List.of("alpha", "beta", "default")) {
      assertThat(counted(project, cache)).as(project).isInstanceOf(State.Cached.class);
    }
    assertThat(computed).hasValue(3);
  }

  @Test
  void results_by_inputs_are_not_shared_between_projects() {
    eachProjectComputesOnce(Cache.byInputs());
  }

  @Test
  void results_by_a_key_are_not_shared_between_projects() {
    eachProjectComputesOnce(Cache.byKey(inputs -> "the key"));
  }

  @Test
  void results_shared_between_flows_are_not_shared_between_projects() {
    eachProjectComputesOnce(Cache.byInputs().sharedAs(name));
  }

  @Test
  void exclusive_results_are_not_shared_between_projects() {
    eachProjectComputesOnce(Cache.byInputs().exclusively());
  }

  private RunId run(String project) throws SQLException {
    RunId run = CacheTest.recorded(store);
    int _ = move(project, run);
    return run;
  }

  private CacheStore.Request request(RunId run, String scope, String key) {
    return new CacheStore.Request(
        run, scope, key, List.of(key), Optional.empty(), true, TestCodecs.of(String.class));
  }

  private String found(RunId run, String scope, String key) {
    return switch (store.cache().find(request(run, scope, key))) {
      case CacheStore.Lookup.Hit hit -> String.valueOf(hit.value());
      case CacheStore.Lookup.Miss miss -> miss.why();
    };
  }

  private void put(RunId run, String scope, String key, String value) {
    store.cache().put(request(run, scope, key), value, new CacheStore.Maker("t", new Masker()));
  }

  @Test
  void a_miss_tells_nothing_of_another_project() throws Exception {
    RunId alpha = run("alpha");
    RunId beta = run("beta");
    put(alpha, name, name + "1", "of alpha");
    assertThat(found(beta, name, name + "2")).isEqualTo("no result is kept yet");
    assertThat(found(alpha, name, name + "2")).contains("differs from that of t of run " + alpha);
  }

  @Test
  void a_claim_holds_in_its_project_only() throws Exception {
    CacheStore.Request alphas = request(run("alpha"), name, name);
    CacheStore.Request betas = request(run("beta"), name, name);
    CacheStore.Request alphasToo = request(run("alpha"), name, name);
    try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      CompletableFuture<CacheStore.Lookup> waiting;
      try (CacheStore.Claim _ = store.cache().claim(alphas);
          CacheStore.Claim _ = store.cache().claim(betas)) {
        waiting =
            CompletableFuture.supplyAsync(() -> CacheTest.claimAndFind(other.cache(), alphasToo));
        put(alphas.run(), name, name, "of alpha");
      }
      assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(CacheStore.Lookup.Hit.class);
    }
  }

  @Test
  void no_key_of_one_project_is_a_key_of_another() throws Exception {
    RunId alpha = run("alpha");
    RunId beta = run("beta");
    RunId plain = run("default");
    String longest = name + "x".repeat(300);
    put(alpha, name, name, "of alpha");
    put(alpha, name, longest, "of alpha");
    for (RunId other : List.of(beta, plain)) {
      for (String key :
          List.of(
              name,
              "alpha/" + name,
              "/alpha/" + name,
              "../alpha/" + name,
              longest,
              "alpha/" + longest,
              IndexKey.of("alpha/" + longest))) {
        assertThat(found(other, key, key)).as(key).isEqualTo("no result is kept yet");
        put(other, key, key, "planted");
      }
    }
    assertThat(found(alpha, name, name)).isEqualTo("of alpha");
    assertThat(found(alpha, name, longest)).isEqualTo("of alpha");
  }

  @Test
  void keys_of_the_default_project_are_stored_as_they_are() throws Exception {
    RunId run = run("default");
    put(run, name, name, "kept");
    try (Connection connection = database.writing().getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT scope FROM cache_entry WHERE key = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getString(1)).isEqualTo(name);
      }
    }
  }

  @Test
  void a_run_that_is_not_recorded_has_no_cache() throws Exception {
    RunId unknown = new RunId(UUID.randomUUID());
    put(run("default"), name, name, "of the default project");
    assertThat(found(unknown, name, name)).contains("there is no run " + unknown);
    put(unknown, name, name + "1", "planted");
    assertThat(store.cachedResults().list(of(unknown), 10)).isEmpty();
  }

  private static CachedResults.Selection of(RunId run) {
    return new CachedResults.Selection(Optional.empty(), Optional.empty(), Optional.of(run));
  }

  @Test
  void results_of_every_project_are_listed_and_cleared() throws Exception {
    RunId alpha = run("alpha");
    RunId beta = run("beta");
    put(alpha, name, name, "of alpha");
    put(beta, name, name, "of beta");
    assertThat(store.cachedResults().list(of(alpha), 10))
        .singleElement()
        .satisfies(each -> assertThat(each.flow()).isEqualTo("alpha/" + name));
    assertThat(store.cachedResults().clear(of(alpha))).isEqualTo(1);
    assertThat(found(alpha, name, name)).isEqualTo("no result is kept yet");
    assertThat(found(beta, name, name)).isEqualTo("of beta");
  }

  @Test
  void a_retry_belongs_to_the_project_of_the_run_before_it() {
    AtomicInteger attempts = new AtomicInteger();
    Flow<Integer> flow =
        Flow.define(
                name,
                f ->
                    Task.of(
                            "failing",
                            Integer.class,
                            () -> {
                              int moved = move("alpha", TaskContext.current().runId());
                              if (attempts.incrementAndGet() == 1) {
                                throw new IllegalStateException("the first time");
                              }
                              return moved;
                            })
                        .call())
            .retry(Retry.times(1).after(Duration.ZERO));
    FlowResult<Integer> result = local(store, flow).run();
    assertThat(result.state()).isInstanceOf(State.Success.class);
    assertThat(flowOf(result.id())).isEqualTo("alpha/" + name);
  }
}
