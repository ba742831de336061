package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.cache.CacheClaims;
import dev.praetor.store.db.Database;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.StoreOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of cached results, on each database. */
@ParameterizedClass
@EnumSource
class CacheTest extends StoreTest {
  private RunId run = new RunId(new UUID(0, 0));

  CacheTest(Databases databases) {
    super(databases);
  }

  @BeforeEach
  void record() {
    run = recorded(store);
  }

  /** Makes a run in a store. */
  static RunId recorded(RunStore store) {
    return local(store, Flow.define(unique(), f -> Task.of(Flows::twice).call(Praetor.value(1))))
        .run()
        .id();
  }

  private CacheStore.Request request(String scope, boolean exclusive, String... inputs) {
    return request(run, scope, exclusive, inputs);
  }

  private static CacheStore.Request request(
      RunId run, String scope, boolean exclusive, String... inputs) {
    return new CacheStore.Request(
        run,
        scope,
        scope + "/" + String.join(",", inputs),
        List.of(inputs),
        Optional.of(Duration.ofHours(1)),
        exclusive,
        TestCodecs.of(Greetings.Greeting.class));
  }

  private static CacheStore.Maker maker(String taskRun) {
    return new CacheStore.Maker(taskRun, new Masker());
  }

  private static Greetings.Greeting greeting(String name) {
    return new Greetings.Greeting(new Greetings.Person(name, 1), List.of("hello"));
  }

  @Test
  void a_cached_result_outlives_the_process_and_names_its_maker() {
    CacheStore.Request request = request(unique(), false, "a");
    store.cache().put(request, greeting("Ada"), maker("greet[3]"));
    reopen();
    CacheStore.Lookup found = store.cache().find(request);
    assertThat(found).isInstanceOf(CacheStore.Lookup.Hit.class);
    CacheStore.Lookup.Hit hit = (CacheStore.Lookup.Hit) found;
    assertThat(hit.value()).isEqualTo(greeting("Ada"));
    assertThat(hit.message())
        .contains("the result of greet[3] of run " + run)
        .contains("was reused");
  }

  @Test
  void a_miss_states_its_reason() {
    String scope = unique();
    CacheStore cache = store.cache();
    assertThat(missOf(cache, request(scope, false, "a", "b"))).isEqualTo("no result is kept yet");
    cache.put(request(scope, false, "a", "b"), greeting("Ada"), maker("greet"));
    assertThat(missOf(cache, request(scope, false, "a", "c")))
        .startsWith("input 2 differs from that of greet of run ");
    try (RunStore later = at(Instant.now().plus(Duration.ofHours(2)), Retention.DEFAULT)) {
      assertThat(missOf(later.cache(), request(scope, false, "a", "b"))).contains("has expired");
    }
  }

  private static String missOf(CacheStore cache, CacheStore.Request request) {
    return ((CacheStore.Lookup.Miss) cache.find(request)).why();
  }

  private RunStore at(Instant time, Retention retention) {
    return RunStore.open(
        database, StoreOptions.defaults().withRetention(retention), InstantSource.fixed(time));
  }

  @Test
  void a_result_that_is_not_json_or_contains_a_secret_is_not_cached() {
    String scope = unique();
    Masker masker = new Masker();
    masker.hide("hush-hush");
    CacheStore.Maker maker = new CacheStore.Maker("t", masker);
    store.cache().put(request(scope, false, "a"), greeting("say hush-hush"), maker);
    store.cache().put(request(scope, false, "b"), (Runnable) () -> {}, maker);
    assertThat(missOf(store.cache(), request(scope, false, "a"))).contains("no result is kept");
    assertThat(missOf(store.cache(), request(scope, false, "b"))).contains("no result is kept");
  }

  @Test
  void a_run_in_another_store_reuses_a_cached_result() {
    AtomicInteger computed = new AtomicInteger();
    String task = unique();
    Flow<Integer> flow =
        Flow.define(
            task,
            f ->
                Task.of(task, Integer.class, (Integer x) -> x + computed.incrementAndGet())
                    .cached(Cache.byInputs().forAtMost(Duration.ofHours(1)))
                    .call(Praetor.value(10)));
    FlowResult<Integer> first = local(store, flow).run();
    try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      FlowResult<Integer> second = local(other, flow).run();
      assertThat(second.value()).isEqualTo(first.value());
      assertThat(second.taskRun(task).state()).isInstanceOf(State.Cached.class);
      assertThat(second.taskRun(task).state().message()).contains("run " + first.id());
    }
    assertThat(computed).hasValue(1);
  }

  @Test
  void only_one_of_two_stores_computes_an_exclusive_result() throws Exception {
    CacheStore.Request request = request(unique(), true, "a");
    try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      CacheStore.Claim claim = store.cache().claim(request);
      CompletableFuture<CacheStore.Lookup> waiting =
          CompletableFuture.supplyAsync(() -> claimAndFind(other.cache(), request));
      assertThat(store.cache().find(request)).isInstanceOf(CacheStore.Lookup.Miss.class);
      assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      store.cache().put(request, greeting("Ada"), maker("greet"));
      claim.close();
      assertThat(waiting.get(30, TimeUnit.SECONDS)).isInstanceOf(CacheStore.Lookup.Hit.class);
    }
  }

  static CacheStore.Lookup claimAndFind(CacheStore cache, CacheStore.Request request) {
    try (CacheStore.Claim _ = cache.claim(request)) {
      return cache.find(request);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void threads_of_a_process_compute_an_exclusive_result_one_after_another() throws Exception {
    CacheStore.Request request = request(unique(), true, "a");
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads =
        IntStream.range(0, 20)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      try (CacheStore.Claim _ = store.cache().claim(request)) {
                        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                        store.cache().find(request);
                        inside.decrementAndGet();
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }))
            .toList();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void a_claim_whose_heartbeat_stops_can_be_taken() throws Exception {
    String key = unique();
    CacheStore.Claim lost = store.cache().claim(request(key, true, "a"));
    store.close(); // It holds the claim without a heartbeat.
    try (StoreParts other = StoreParts.of(database)) {
      CacheClaims impatient =
          new CacheClaims(other.query(), other.writes(), Duration.ofMillis(300));
      impatient.take(run, request(key, true, "a").key()).close();
    }
    lost.close();
  }

  @Test
  void results_that_are_too_old_or_too_many_are_deleted() {
    Database fresh = databases.fresh();
    String scope = unique();
    try (RunStore first = RunStore.open(fresh, StoreOptions.defaults());
        StoreParts parts = StoreParts.of(fresh)) {
      RunId maker = recorded(first);
      for (int i = 0; i < 5; i++) {
        first.cache().put(request(maker, scope, false, "a" + i), greeting("Ada"), maker("greet"));
      }
      parts.upkeep(Retention.DEFAULT.withCached(3)).apply(Instant.now());
      assertThat(first.cache().find(request(maker, scope, false, "a1")))
          .isInstanceOf(CacheStore.Lookup.Miss.class);
      assertThat(first.cache().find(request(maker, scope, false, "a2")))
          .isInstanceOf(CacheStore.Lookup.Hit.class);
      parts.upkeep(Retention.DEFAULT).apply(Instant.now().plus(Duration.ofHours(2)));
      assertThat(missOf(first.cache(), request(maker, scope, false, "a4")))
          .isEqualTo("no result is kept yet");
    }
  }
}
