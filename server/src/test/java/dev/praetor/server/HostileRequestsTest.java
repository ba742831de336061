package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * Requests that are broken in any way get errors below 500, tell nothing about the inside of the
 * server, write nothing but the rows of the audit log that they are meant to have, and leave
 * nothing in memory; meanwhile each run that is due is made.
 */
@ParameterizedClass
@EnumSource
@Tag("database")
class HostileRequestsTest {
  private static final long SEED = Long.getLong("praetor.seed", 20_260_301);
  private static final int SHARE = 200;
  private static final int ALL = 20_000;
  private static final int AT_A_TIME = 4;
  private static final int SLOW = 40;
  private static final int FLOOD = 500;

  /** The refusals of one sender with one code that have rows in a minute, and their count. */
  private static final int ROWS = 5 + 1;

  /** Far less than it would be if 1 KB of each request were kept, in bytes. */
  private static final long MOST_GROWTH = 8L << 20;

  private final Stores kind;
  @TempDir private Path folder;
  private HostileTarget target;
  private HostileClient client;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger minutes = new AtomicInteger();
  private final AtomicReference<Slowest> slowest =
      new AtomicReference<>(new Slowest(Duration.ZERO, "none"));

  private record Slowest(Duration took, String what) {}

  HostileRequestsTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws Exception {
    Path home = folder.resolve("home");
    target = new HostileTarget(home, kind.fresh(home));
    client = new HostileClient(target.server.server.url().getPort());
  }

  @AfterEach
  void stop() throws Exception {
    target.close();
  }

  @Test
  void some_requests_of_each_kind_get_errors_and_leave_nothing(TestReporter reporter)
      throws Exception {
    check(SHARE * HostileKind.values().length, reporter);
  }

  @Test
  void a_request_with_many_fragments_is_refused_before_they_are_followed() {
    assertThat(target.server.query(fragments(50)).at("/server/version").asString())
        .isEqualTo("test");
    assertThat(target.server.code(fragments(51))).isEqualTo("TOO_COSTLY");
    assertThat(target.server.code(fragments(1_500))).isEqualTo("TOO_COSTLY");
  }

  /** Returns a question with a number of fragments, each of which needs the next one. */
  private static String fragments(int n) {
    StringBuilder question = new StringBuilder("{ server { ...f1 } }");
    for (int i = 1; i < n; i++) {
      question.append(" fragment f%d on Server { ...f%d }".formatted(i, i + 1));
    }
    return question.append(" fragment f%d on Server { version }".formatted(n)).toString();
  }

  @Test
  void slow_bodies_and_headers_are_cut_off() throws Exception {
    send(SLOW, SLOW, this::slow);
    target.settle();
    assertThat(target.server.get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void of_a_flood_of_log_ins_twenty_are_tried_and_the_others_have_to_wait() throws Exception {
    Map<String, List<String>> written = written();
    List<String> audited = audited();
    AtomicInteger tried = new AtomicInteger();
    send(
        AT_A_TIME,
        FLOOD,
        i -> {
          String body = "{\"name\": \"user-%d\", \"password\": \"some words\"}".formatted(i);
          HostileClient.Reply reply;
          do { // The short time for bodies may not be enough on a busy machine.
            reply = client.send(HostileRequest.of("POST /api/session", List.of(), body));
          } while (reply.status() == 408);
          if (reply.status() == 401) {
            tried.incrementAndGet();
          } else {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.head()).contains("Retry-After: 1");
          }
        });
    assertThat(tried).hasValue(20);
    assertThat(written()).isEqualTo(written);
    checkAudited(audited);
  }

  @Test
  @Tag("long")
  void twenty_thousand_requests_get_errors_and_leave_nothing(TestReporter reporter)
      throws Exception {
    check(ALL, reporter);
  }

  /** Sends requests; those of the first quarter let everything be made that is kept once. */
  private void check(int requests, TestReporter reporter) throws Exception {
    Instant began = Instant.now();
    send(AT_A_TIME, requests / 4, this::one);
    target.settle();
    Map<String, List<String>> written = written();
    List<String> audited = audited();
    long heap = Footprint.heap();
    accepted.set(0);
    minutes.set(0);
    int first = requests / 4;
    send(AT_A_TIME, requests - first, i -> one(first + i));
    Instant ended = Instant.now();
    target.settle();
    assertThat(written()).isEqualTo(written);
    checkAudited(audited);
    String lags = checkTicks(began, ended);
    long growth = Footprint.heap() - heap;
    reporter.publishEntry(
        "%,d requests with seed %d on %s: %,d s, %,d bytes more in memory; %s; the slowest took %,d ms: %s"
            .formatted(
                requests,
                SEED,
                kind,
                Duration.between(began, ended).toSeconds(),
                growth,
                lags,
                slowest.get().took().toMillis(),
                slowest.get().what()));
    assertThat(growth).as("growth of the heap").isLessThan(MOST_GROWTH);
    assertThat(target.server.get("/health/ready").statusCode()).isEqualTo(200);
  }

  /** Sends one request, which its seed and its number determine. */
  private void one(int i) throws IOException {
    HostileKind[] kinds = HostileKind.values();
    HostileKind each = kinds[i % kinds.length];
    HostileRequest request =
        each.next(new Random(SEED * 1_000_003 + i * 31L + each.ordinal()), target);
    long start = System.nanoTime();
    HostileClient.Reply reply;
    try {
      reply = client.send(request);
    } catch (IOException | RuntimeException | AssertionError e) {
      throw new AssertionError("request %d of %s with seed %d".formatted(i, each, SEED), e);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    slowest.accumulateAndGet(
        new Slowest(took, "%d of %s".formatted(i, each)),
        (one, other) -> one.took().compareTo(other.took()) < 0 ? other : one);
    if (each == HostileKind.WALLS && reply.status() == 200) {
      assertThat(reply.body().replaceAll("\"message\":\"[^\"]*\"", ""))
          .as("%s", request)
          .doesNotContain("\"project\":\"" + HostileTarget.MARK);
    }
    if (reply.body().contains("\"matched\":")) {
      accepted.incrementAndGet();
    }
    if (i % 5_000 == 4_999) {
      target.time.updateAndGet(now -> now.plusSeconds(61));
      minutes.incrementAndGet();
    }
  }

  /** A request by its number. */
  @FunctionalInterface
  private interface Numbered {
    void send(int i) throws IOException;
  }

  private static void send(int atATime, int n, Numbered request) throws Exception {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService senders = Executors.newFixedThreadPool(atATime)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < atATime; i++) {
        all.add(
            senders.submit(() -> {
              for (int at = next.getAndIncrement(); at < n; at = next.getAndIncrement()) {
                request.send(at);
              }
              return null;
            }));
      }
      for (Future<?> each : all) {
        var _ = each.get();
      }
    }
  }

  /** Sends a part of a request and waits until the server hangs up. */
  private void slow(int i) throws IOException {
    Random random = new Random(SEED + i);
    String head =
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\n%s\r\n%s\r\n\r\n"
            .formatted(
                HostileTarget.bearer(target.server.key),
                i % 3 == 0 ? "Transfer-Encoding: chunked" : "Content-Length: 1000000");
    String body = i % 3 == 0 ? "10\r\nsome of the body\r\n" : "{\"query\": \"";
    String sent = i % 2 == 0 ? head + body : head.substring(0, random.nextInt(head.length()));
    try (Socket socket = target.server.connect()) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (i % 2 == 0) {
        assertThat(answer).startsWith("HTTP/1.1 408");
      } else {
        assertThat(answer).doesNotStartWith("HTTP/1.1 5");
      }
    }
  }

  /** Returns all rows but those of the schedule, of the audit log, and the uses of keys. */
  private Map<String, List<String>> written() throws Exception {
    List<String> ticks = target.ticks().stream().map(tick -> tick.path("id").asString()).toList();
    Map<String, List<String>> tables = Footprint.tables(target.location);
    tables.keySet().removeAll(List.of("audit", "audit_head"));
    tables.replaceAll((_, rows) ->
        rows.stream()
            .filter(row -> !row.contains(HostileTarget.TICKING))
            .filter(row -> ticks.stream().noneMatch(row::contains))
            .toList());
    tables.put(
        "api_key",
        rows("SELECT id, name, hash, role, project, expires, revoked FROM api_key ORDER BY id"));
    tables.put(
        "account_session",
        rows("SELECT id, account, created, ends FROM account_session ORDER BY id"));
    return tables;
  }

  private List<String> rows(String sql) throws Exception {
    return Footprint.rows(target.location, sql);
  }

  private List<String> audited() throws Exception {
    return rows("SELECT sequence, hash FROM audit ORDER BY sequence");
  }

  /** Checks that the audit log has only become longer, by refusals within their limit. */
  private void checkAudited(List<String> before) throws Exception {
    assertThat(audited()).startsWith(before.toArray(String[]::new));
    String added = " FROM audit WHERE sequence > " + before.size();
    assertThat(rows("SELECT action" + added + " AND outcome = 'DONE'"))
        .hasSizeLessThanOrEqualTo(accepted.get());
    Map<String, Long> refusals =
        rows("SELECT actor_kind, actor, address, code" + added + " AND outcome = 'REFUSED'")
            .stream()
            .collect(Collectors.groupingBy(row -> row, TreeMap::new, Collectors.counting()));
    assertThat(refusals.keySet()).hasSizeLessThan(60);
    long most = (long) ROWS * (minutes.get() + 1);
    refusals.forEach((sender, n) -> assertThat(n).as(sender).isLessThanOrEqualTo(most));
  }

  /**
   * Checks that each run was made that was due while the requests were sent; returns how late they
   * were, which decides nothing.
   */
  private String checkTicks(Instant began, Instant ended) {
    List<JsonNode> ticks =
        target.ticks().stream()
            .filter(tick -> !due(tick).isBefore(began) && !due(tick).isAfter(ended))
            .toList();
    assertThat(ticks).isNotEmpty();
    for (int i = 1; i < ticks.size(); i++) {
      assertThat(Duration.between(due(ticks.get(i - 1)), due(ticks.get(i))))
          .as("the time from one run of the schedule to the next")
          .isEqualTo(HostileTarget.PERIOD);
    }
    assertThat(Duration.between(began, due(ticks.getFirst()))).isLessThan(HostileTarget.PERIOD);
    assertThat(Duration.between(due(ticks.getLast()), ended)).isLessThan(HostileTarget.PERIOD);
    List<Duration> lags =
        ticks.stream()
            .map(
                tick -> Duration.between(due(tick), Instant.parse(tick.path("created").asString())))
            .sorted()
            .toList();
    return "%,d runs were due meanwhile, and made later by %,d ms (p50), %,d ms (p99), %,d ms (most)"
        .formatted(
            lags.size(),
            lags.get(lags.size() / 2).toMillis(),
            lags.get(lags.size() * 99 / 100).toMillis(),
            lags.getLast().toMillis());
  }

  private static Instant due(JsonNode tick) {
    return Instant.parse(tick.path("scheduled").asString());
  }
}
