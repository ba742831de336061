package dev.praetor.server.metrics;

import dev.praetor.server.health.Readiness;
import dev.praetor.server.http.RequestObserver;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.StateCounts;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.worker.Pools;
import dev.praetor.store.worker.StoredPool;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of a server: its requests, the runs in its store, and its JVM. Thread-safe. */
public final class ServerMetrics implements RequestObserver {
  /** The media type of {@link #text}. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private static final Logger LOG = LoggerFactory.getLogger(ServerMetrics.class);

  /** Counting reads whole tables, and metrics are read every few seconds. */
  private static final Duration COUNTS_KEPT = Duration.ofSeconds(30);

  /** Counting the queues reads the runs that have not ended. */
  private static final Duration QUEUES_KEPT = Duration.ofSeconds(5);

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Histogram requests;

  public ServerMetrics(StateCounts counts, Pools pools, InstantSource clock) {
    JvmMetrics.builder().register(registry);
    requests =
        Histogram.builder()
            .name("praetor_http_request_duration_seconds")
            .unit(Unit.SECONDS)
            .help("Duration of HTTP requests, by route.")
            .labelNames("method", "path", "status")
            .classicOnly()
            .classicUpperBounds(0.001, 0.005, 0.02, 0.1, 0.5, 2, 10)
            .register(registry);
    Kept<List<StateCounts.RunCount>> runs = new Kept<>(COUNTS_KEPT, counts::runs);
    GaugeWithCallback.builder()
        .name("praetor_runs")
        .help("Recorded runs, by flow and state.")
        .labelNames("flow", "state")
        .callback(gauge ->
            read(runs)
                .forEach(each -> gauge.call((double) each.n(), each.flow(), each.state().label())))
        .register(registry);
    Kept<List<StateCounts.TaskRunCount>> taskRuns = new Kept<>(COUNTS_KEPT, counts::taskRuns);
    GaugeWithCallback.builder()
        .name("praetor_task_runs")
        .help("Recorded task runs, by state.")
        .labelNames("state")
        .callback(gauge ->
            read(taskRuns).forEach(each -> gauge.call((double) each.n(), each.state().label())))
        .register(registry);
    registerQueues(pools, clock);
  }

  private void registerQueues(Pools pools, InstantSource clock) {
    Kept<List<StoredPool>> all = new Kept<>(QUEUES_KEPT, pools::list);
    GaugeWithCallback.builder()
        .name("praetor_queue_runs")
        .help("Runs of registered flows that are due and wait, by pool.")
        .labelNames("pool")
        .callback(gauge ->
            read(all).forEach(pool -> gauge.call((double) pool.queue().waiting(), pool.name())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("praetor_queue_age_seconds")
        .unit(Unit.SECONDS)
        .help("Time for which the oldest run that waits has been due, by pool.")
        .labelNames("pool")
        .callback(
            gauge -> read(all).forEach(pool -> gauge.call(age(pool, clock.instant()), pool.name())))
        .register(registry);
  }

  /**
   * Adds the metrics of the loops of the server and of its store.
   *
   * @param late how late the last due times of schedules were noticed; absent without a scheduler
   */
  public void addLoops(Readiness readiness, RunStore store, Optional<Supplier<Duration>> late) {
    LoopMetrics loops = new LoopMetrics(registry);
    loops.addLoops(readiness);
    late.ifPresent(loops::addScheduleLag);
    loops.addTimes(
        "praetor_commit_duration_seconds",
        "Duration of transactions of this server that write.",
        store.commitTimes());
    loops.addTimes(
        "praetor_claim_duration_seconds",
        "Duration of claims of due runs by this server.",
        store.claimTimes());
  }

  private static double age(StoredPool pool, Instant now) {
    return pool.queue()
        .oldest()
        .map(due -> Math.max(0, Duration.between(due, now).toMillis()) / 1e3)
        .orElse(0.0);
  }

  /** Returns the counts; none if the store cannot be read, so that the other metrics are. */
  private static <T> List<T> read(Supplier<List<T>> counts) {
    try {
      return counts.get();
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the store cannot be counted");
      return List.of();
    }
  }

  @Override
  public void answered(String method, String path, int status, Duration duration) {
    requests
        .labelValues(method, path.isEmpty() ? "none" : path, Integer.toString(status))
        .observe(duration.toNanos() / 1e9);
  }

  /** Returns all metrics. */
  public String text() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString(StandardCharsets.UTF_8);
  }
}
