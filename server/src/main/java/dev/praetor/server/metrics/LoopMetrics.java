package dev.praetor.server.metrics;

import dev.praetor.server.health.Readiness;
import dev.praetor.store.db.Durations;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The metrics of the loops of a server, and of what its writer does. */
record LoopMetrics(PrometheusRegistry registry) {
  /** A check writes to the store. */
  private static final Duration CHECKS_KEPT = Duration.ofSeconds(5);

  /** Adds how far behind each loop is that the readiness of the server depends on. */
  void addLoops(Readiness readiness) {
    Kept<Map<String, Duration>> lags = new Kept<>(CHECKS_KEPT, readiness::lags);
    GaugeWithCallback.builder()
        .name("praetor_loop_lag_seconds")
        .unit(Unit.SECONDS)
        .help("How far behind, or how slow, a loop of the server is, by the name of its check.")
        .labelNames("loop")
        .callback(gauge -> lags.get().forEach((loop, lag) -> gauge.call(lag.toNanos() / 1e9, loop)))
        .register(registry);
  }

  /** Adds how late the last due times of schedules were noticed. */
  void addScheduleLag(Supplier<Duration> late) {
    GaugeWithCallback.builder()
        .name("praetor_schedule_lag_seconds")
        .unit(Unit.SECONDS)
        .help("How late the last due time of a schedule was noticed.")
        .callback(gauge -> gauge.call(late.get().toNanos() / 1e9))
        .register(registry);
  }

  /** Adds a histogram of durations that are counted elsewhere. */
  void addTimes(String name, String help, Durations times) {
    Collector collector = () -> snapshot(name, help, times.counted());
    registry.register(collector);
  }

  private static HistogramSnapshot snapshot(String name, String help, Durations.Counted counted) {
    ClassicHistogramBuckets buckets =
        ClassicHistogramBuckets.of(
            Stream.concat(Durations.BOUNDS.stream(), Stream.of(Double.POSITIVE_INFINITY)).toList(),
            counted.counts());
    return HistogramSnapshot.builder()
        .name(name)
        .unit(Unit.SECONDS)
        .help(help)
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets)
                .sum(counted.seconds())
                .build())
        .build();
  }
}
