package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.engine.Journal;
import dev.praetor.engine.Masker;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.run.LocalRun;
import dev.praetor.engine.run.RunSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every database must do besides keeping runs: cached results, lines, orders, deleting. */
abstract class BesideContract {
  static final AtomicInteger COMPUTED = new AtomicInteger();
  static volatile CountDownLatch gate = new CountDownLatch(0);
  private final Database database = database();
  private RunStore store = RunStore.open(database);

  /** The database of this class; its tests share it. */
  abstract Database database();

  /** One with nothing in it. */
  abstract Database freshDatabase();

  @AfterEach
  void close() {
    gate.countDown();
    store.close();
  }

  private void reopen() {
    store.close();
    store = RunStore.open(database);
  }

  private static String unique() {
    return "flow-" + UUID.randomUUID();
  }

  static int compute(int x) {
    return x + COMPUTED.incrementAndGet();
  }

  static int hold(int x) throws InterruptedException {
    gate.await();
    return x;
  }

  private static <R> FlowResult<R> runCached(RunStore store, Flow<R> flow) {
    return local(store, flow).run();
  }

  private static <R> LocalRun<R> local(RunStore store, Flow<R> flow) {
    return LocalRun.of(flow)
        .with(s -> s.withKeeping(new RunSettings.Keeping(store.journal(flow), store.cache())));
  }

  private static CacheStore.Request request(String scope, boolean exclusive, String... inputs) {
    return new CacheStore.Request(
        scope,
        scope + "/" + String.join(",", inputs),
        List.of(inputs),
        Optional.of(Duration.ofHours(1)),
        exclusive,
        Flows.Greeting.class);
  }

  private static CacheStore.Maker maker(String taskRun) {
    return new CacheStore.Maker(new RunId(new UUID(0, 7)), taskRun, new Masker());
  }

  private static Flows.Greeting greeting(String name) {
    return new Flows.Greeting(new Flows.Person(name, 1), List.of("hello"));
  }

  // The cache.

  @Test
  void a_cached_result_outlasts_the_process_and_says_who_made_it() {
    CacheStore.Request request = request(unique(), false, "a");
    store.cache().put(request, greeting("Ada"), maker("greet[3]"));
    reopen();
    CacheStore.Lookup found = store.cache().find(request);
    assertThat(found).isInstanceOf(CacheStore.Lookup.Hit.class);
    CacheStore.Lookup.Hit hit = (CacheStore.Lookup.Hit) found;
    assertThat(hit.value()).isEqualTo(greeting("Ada"));
    assertThat(hit.message())
        .contains("the result of greet[3] of run " + new UUID(0, 7))
        .contains("was reused");
  }

  @Test
  void a_miss_says_why() {
    String scope = unique();
    CacheStore cache = store.cache();
    assertThat(missOf(cache, request(scope, false, "a", "b"))).isEqualTo("no result is kept yet");
    cache.put(request(scope, false, "a", "b"), greeting("Ada"), maker("greet"));
    assertThat(missOf(cache, request(scope, false, "a", "c")))
        .startsWith("input 2 differs from that of greet of run ");
    try (RunStore later = at(Instant.now().plus(Duration.ofHours(2)), Retention.STANDARD)) {
      assertThat(missOf(later.cache(), request(scope, false, "a", "b"))).contains("has expired");
    }
  }

  private static String missOf(CacheStore cache, CacheStore.Request request) {
    return ((CacheStore.Lookup.Miss) cache.find(request)).why();
  }

  private RunStore at(Instant time, Retention retention) {
    return RunStore.open(database, InstantSource.fixed(time), retention);
  }

  @Test
  void a_result_that_is_no_json_or_has_a_secret_in_it_is_not_cached() {
    String scope = unique();
    Masker masker = new Masker();
    masker.hide("hush-hush");
    CacheStore.Maker maker = new CacheStore.Maker(new RunId(UUID.randomUUID()), "t", masker);
    store.cache().put(request(scope, false, "a"), greeting("say hush-hush"), maker);
    store.cache().put(request(scope, false, "b"), (Runnable) () -> {}, maker);
    assertThat(missOf(store.cache(), request(scope, false, "a"))).contains("no result is kept");
    assertThat(missOf(store.cache(), request(scope, false, "b"))).contains("no result is kept");
  }

  @Test
  void a_run_in_another_store_takes_a_cached_result_over() {
    COMPUTED.set(0);
    String task = unique();
    Flow<Integer> flow =
        Flow.define(
            task,
            f ->
                Task.of(BesideContract::compute)
                    .named(task)
                    .cached(Cache.byInputs().forAtMost(Duration.ofHours(1)))
                    .call(Praetor.value(10)));
    FlowResult<Integer> first = runCached(store, flow);
    try (RunStore other = RunStore.open(database)) {
      FlowResult<Integer> second = runCached(other, flow);
      assertThat(second.value()).isEqualTo(first.value());
      assertThat(second.taskRun(task).state()).isInstanceOf(State.Cached.class);
      assertThat(second.taskRun(task).state().message()).contains("run " + first.id());
    }
    assertThat(COMPUTED).hasValue(1);
  }

  @Test
  void of_two_stores_only_one_computes_what_is_exclusive() throws Exception {
    CacheStore.Request request = request(unique(), true, "a");
    try (RunStore other = RunStore.open(database)) {
      CacheStore.Claim claim = store.cache().claim(request);
      CompletableFuture<CacheStore.Lookup> waiting =
          CompletableFuture.supplyAsync(() -> claimAndFind(other.cache(), request));
      assertThat(store.cache().find(request)).isInstanceOf(CacheStore.Lookup.Miss.class);
      assertThatThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS))
          .isInstanceOf(java.util.concurrent.TimeoutException.class);
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
  void what_is_exclusive_is_computed_one_after_the_other_in_a_process() throws Exception {
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
                        Thread.yield();
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
  void a_claim_whose_beat_stands_still_is_taken_over() throws Exception {
    String key = unique();
    CacheStore.Claim lost = store.cache().claim(request(key, true, "a"));
    store.close(); // It holds the claim, and beats no more.
    try (Parts other = Parts.of(database)) {
      CacheClaims impatient =
          new CacheClaims(other.queries(), other.writes(), Duration.ofMillis(300));
      impatient.take(request(key, true, "a").key()).close();
    }
    lost.close();
  }

  @Test
  void results_that_are_too_old_or_too_many_are_dropped() {
    Database fresh = freshDatabase();
    String scope = unique();
    try (RunStore first = RunStore.open(fresh);
        Parts parts = Parts.of(fresh)) {
      for (int i = 0; i < 5; i++) {
        first.cache().put(request(scope, false, "a" + i), greeting("Ada"), maker("greet"));
      }
      parts.upkeep(Retention.STANDARD.withCached(3)).tidy(Instant.now());
      assertThat(first.cache().find(request(scope, false, "a1")))
          .isInstanceOf(CacheStore.Lookup.Miss.class);
      assertThat(first.cache().find(request(scope, false, "a2")))
          .isInstanceOf(CacheStore.Lookup.Hit.class);
      parts.upkeep(Retention.STANDARD).tidy(Instant.now().plus(Duration.ofHours(2)));
      assertThat(missOf(first.cache(), request(scope, false, "a4")))
          .isEqualTo("no result is kept yet");
    }
  }

  // Lines.

  private static Journal.LogLine line(RunId run, String level, String text) {
    return new Journal.LogLine(run, "greet", 2, 1, Instant.EPOCH, level, "test", text);
  }

  private List<StoredLog> awaitLogs(RunId run, int atLeast) {
    return await()
        .atMost(StoreContract.PATIENCE)
        .until(() -> store.logs(run, LogFilter.all()), logs -> logs.size() >= atLeast);
  }

  @Test
  void lines_are_read_back_in_order_and_filtered() {
    RunId run = new RunId(UUID.randomUUID());
    Journal journal = store.journal(Flows.wide("wide", 1));
    for (int i = 0; i < 1_000; i++) {
      journal.log(line(run, i % 100 == 0 ? "WARN" : "INFO", "line " + i + " \u0000"));
    }
    journal.log(new Journal.LogLine(run, "all", -1, 2, Instant.EPOCH, "ERROR", "test", "last"));
    List<StoredLog> all = awaitLogs(run, 1_001);
    assertThat(all)
        .extracting(StoredLog::text)
        .isEqualTo(
            IntStream.rangeClosed(0, 1_000)
                .mapToObj(i -> i == 1_000 ? "last" : "line " + i + " \uFFFD")
                .toList());
    assertThat(all.getLast())
        .usingRecursiveComparison()
        .ignoringFields("id")
        .isEqualTo(new StoredLog(0, "all", -1, 2, Instant.EPOCH, "ERROR", "test", "last"));
    assertThat(store.logs(run, LogFilter.all().withLevel("warn"))).hasSize(11);
    assertThat(store.logs(run, LogFilter.all().withNode("greet").withIndex(2))).hasSize(1_000);
    assertThat(store.logs(run, LogFilter.all().withNode("greet").withIndex(1))).isEmpty();
    List<StoredLog> page = store.logs(run, LogFilter.all().withLimit(10));
    assertThat(store.logs(run, LogFilter.all().withAfter(page.getLast().id()).withLimit(10)))
        .isEqualTo(all.subList(10, 20));
    assertThatThrownBy(() -> LogFilter.all().withLevel("loud"))
        .hasMessageContaining("there is no level 'loud'");
  }

  @Test
  void a_line_that_is_too_long_is_cut_and_says_so() {
    RunId run = new RunId(UUID.randomUUID());
    store.journal(Flows.wide("wide", 1)).log(line(run, "INFO", "x".repeat(20_000)));
    assertThat(awaitLogs(run, 1).getFirst().text())
        .hasSizeLessThan(17_000)
        .endsWith("xxx… (cut: it has 20000 characters)");
  }

  @Test
  void lines_that_come_too_fast_are_counted() {
    RunId run = new RunId(UUID.randomUUID());
    Journal journal = store.journal(Flows.wide("wide", 1));
    String text = "x".repeat(16_000);
    int given = 20_000;
    for (int i = 0; i < given; i++) {
      journal.log(line(run, "INFO", text));
    }
    reopen();
    List<StoredLog> kept = store.logs(run, LogFilter.all().withLimit(given + 1_000));
    int told =
        kept.stream()
            .filter(line ->
                line.text().endsWith("left out: they came faster than they could be written"))
            .mapToInt(line -> Integer.parseInt(line.text().split(" ")[1]))
            .sum();
    long whole = kept.stream().filter(line -> line.text().equals(text)).count();
    assertThat(told).isPositive();
    assertThat(told + whole).isEqualTo(given);
  }

  @Test
  void old_lines_are_dropped() {
    RunId old = new RunId(UUID.randomUUID());
    RunId recent = new RunId(UUID.randomUUID());
    Instant now = Instant.now();
    Database fresh = freshDatabase();
    try (RunStore before =
        RunStore.open(
            fresh, InstantSource.fixed(now.minus(Duration.ofDays(40))), Retention.STANDARD)) {
      before.journal(Flows.wide("wide", 1)).log(line(old, "INFO", "old"));
    }
    try (RunStore after = RunStore.open(fresh)) {
      after.journal(Flows.wide("wide", 1)).log(line(recent, "INFO", "recent"));
      await()
          .atMost(StoreContract.PATIENCE)
          .until(() -> after.logs(old, LogFilter.all()).isEmpty());
      await()
          .atMost(StoreContract.PATIENCE)
          .until(() -> after.logs(recent, LogFilter.all()).size() == 1);
    }
  }

  // Orders.

  private Flow<Integer> holding(String name) {
    gate = new CountDownLatch(1);
    return Flow.define(name, f -> Task.of(BesideContract::hold).call(Praetor.value(1)));
  }

  @Test
  void orders_arrive_once_and_oldest_first_also_those_given_before() throws Exception {
    FlowRun<Integer> run = local(store, holding(unique())).start();
    awaitThere(run.id());
    List<Order> given =
        List.of(
            new Order.Approve("release", "ada"),
            new Order.Refuse("send[3]", "ada", "not today"),
            new Order.Cancel("enough", "grace"));
    try (RunStore other = RunStore.open(database)) {
      other.order(run.id(), given.get(0));
      other.order(run.id(), given.get(1));
      LinkedBlockingQueue<Order> taken = new LinkedBlockingQueue<>();
      try (AutoCloseable _ = store.watch(run.id(), taken::add)) {
        List<Order> arrived = new ArrayList<>();
        arrived.add(take(taken));
        arrived.add(take(taken));
        other.order(run.id(), given.get(2));
        arrived.add(take(taken));
        assertThat(arrived).isEqualTo(given);
      }
      await().atMost(StoreContract.PATIENCE).until(() -> count("run_order", run.id()) == 0);
      assertThat(taken).isEmpty();
    }
    gate.countDown();
    run.await();
    assertThatThrownBy(() -> store.order(run.id(), given.getFirst()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("has ended (Success)");
    assertThatThrownBy(() -> store.order(new RunId(new UUID(1, 1)), given.getFirst()))
        .hasMessageContaining("there is no run");
  }

  private static Order take(LinkedBlockingQueue<Order> taken) throws InterruptedException {
    Order order = taken.poll(30, TimeUnit.SECONDS);
    assertThat(order).isNotNull();
    return java.util.Objects.requireNonNull(order);
  }

  private void awaitThere(RunId run) {
    await().atMost(StoreContract.PATIENCE).until(() -> store.find(run).isPresent());
  }

  private int count(String table, RunId run) throws Exception {
    try (var connection = database.writing().getConnection();
        var statement =
            connection.prepareStatement("SELECT COUNT(*) FROM " + table + " WHERE run = ?")) {
      statement.setString(1, run.toString());
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  // Keeping less.

  @Test
  void a_lost_run_is_cancelled_with_all_that_had_not_ended() throws Exception {
    Journal journal = store.journal(Flows.wide("wide", 1));
    RunId id = LostRun.leave(journal);
    reopen();
    store.cancelLost(id, "its machine is gone", "ada");
    StoredRun run = store.find(id).orElseThrow();
    assertThat(run.state()).isInstanceOf(State.Cancelled.class);
    assertThat(run.state().message()).isEqualTo("its machine is gone (by ada)");
    assertThat(run.times().ended()).isPresent();
    assertThat(store.taskRuns(id, TaskRunFilter.all()))
        .extracting(StoredTaskRun::node, StoredTaskRun::index, r -> r.state().type())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("n", -1, StateType.CANCELLED),
            org.assertj.core.groups.Tuple.tuple("n", 0, StateType.SUCCESS),
            org.assertj.core.groups.Tuple.tuple("n", 1, StateType.CANCELLED));
    assertThat(store.counts(id, "n"))
        .isEqualTo(Map.of(StateType.SUCCESS, 1, StateType.CANCELLED, 4));
    assertThatThrownBy(() -> store.cancelLost(id, "again", "ada"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("has ended (Cancelled)");
  }

  @Test
  void a_deleted_run_leaves_nothing() throws Exception {
    Flow<Integer> inner = Flows.wide(unique(), 3);
    Flow<Integer> outer = Flow.define(unique(), f -> f.run(inner));
    RunId id = local(store, outer).run().id();
    List<StoredRun> within = store.list(RunFilter.all().withFlow(inner.name()));
    assertThat(within).hasSize(1);
    RunId child = within.getFirst().id();
    store.journal(inner).log(line(child, "INFO", "to be deleted"));
    awaitLogs(child, 1);
    store.delete(id);
    for (RunId gone : List.of(id, child)) {
      assertThat(store.find(gone)).isEmpty();
      for (String table : List.of("task_run", "map_counts", "log", "run_order")) {
        assertThat(count(table, gone)).as(table).isZero();
      }
    }
    assertThatThrownBy(() -> store.delete(id)).hasMessageContaining("there is no run " + id);
  }

  @Test
  void a_large_run_is_deleted_in_parts() throws Exception {
    RunId id = local(store, Flows.wide(unique(), 12_000)).run().id();
    store.delete(id);
    assertThat(count("task_run", id)).isZero();
  }

  @Test
  void a_run_that_is_under_way_is_not_deleted() throws Exception {
    FlowRun<Integer> run = local(store, holding(unique())).start();
    awaitThere(run.id());
    assertThatThrownBy(() -> store.delete(run.id()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("is under way");
    assertThatThrownBy(() -> store.dropResults(run.id(), Optional.empty(), -1))
        .isInstanceOf(StoreFailed.class);
    gate.countDown();
    run.await();
    store.delete(run.id());
  }

  @Test
  void pruning_keeps_the_latest_and_tells_first_what_would_go() {
    Flow<Integer> flow = Flows.wide(unique(), 1);
    List<RunId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(local(store, flow).run().id());
    }
    PruneFilter filter = PruneFilter.all().withFlow(flow.name()).withKeepLatest(2);
    assertThat(store.prune(filter.withDryRun()).runs()).isEqualTo(ids.subList(0, 3));
    assertThat(store.list(RunFilter.all().withFlow(flow.name()))).hasSize(5);
    Instant second = store.find(ids.get(1)).orElseThrow().times().ended().orElseThrow();
    assertThat(store.prune(filter.withEndedBefore(second)).runs()).isEqualTo(ids.subList(0, 1));
    assertThat(store.prune(filter).runs()).isEqualTo(ids.subList(1, 3));
    assertThat(store.list(RunFilter.all().withFlow(flow.name())))
        .extracting(StoredRun::id)
        .containsExactly(ids.get(4), ids.get(3));
  }

  @Test
  void dropped_results_are_missing_and_say_so() {
    Flow<Integer> flow = Flows.wide(unique(), 3);
    RunId id = local(store, flow).run().id();
    assertThat(store.dropResults(id, Optional.of("twice"), 1)).isEqualTo(1);
    assertThat(store.recorded(id, flow).missing("twice", 1)).contains("its result was deleted");
    assertThat(store.recorded(id, flow).missing("twice", 2)).isEmpty();
    assertThat(store.dropResults(id, Optional.of("twice"), -1)).isEqualTo(2);
    assertThat(store.dropResults(id, Optional.empty(), -1)).isEqualTo(2);
    assertThat(store.taskRuns(id, TaskRunFilter.all()))
        .allMatch(run -> run.value().isEmpty() && run.state() instanceof State.Success);
  }
}
