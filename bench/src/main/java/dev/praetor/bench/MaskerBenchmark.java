package dev.praetor.bench;

import dev.praetor.engine.secret.Masker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the masking of a log line of 200 characters with 1 and with 50 secrets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MaskerBenchmark {
  private static final String LINE =
      "2026-11-25 02:36:34 INFO  send_reminder[7]#1 posted 1204 bytes to https://chat.example.com/api/v1/"
          + "messages?channel=standup&thread=4711 in 312 ms, status 200, request 01a2108f-dc15-71d9-bf2d, ok";
  private final Masker none = new Masker();
  private final Masker one = hiding(1);
  private final Masker fifty = hiding(50);
  private final String leaking = LINE + " with s3cr3t-7-value";

  private static Masker hiding(int secrets) {
    Masker masker = new Masker();
    for (int i = 0; i < secrets; i++) {
      masker.hide("s3cr3t-" + i * 7 + "-value");
    }
    return masker;
  }

  /** The floor: a run without secrets. */
  @Benchmark
  public String floor() {
    return none.mask(LINE);
  }

  @Benchmark
  public String oneSecret() {
    return one.mask(LINE);
  }

  @Benchmark
  public String fiftySecrets() {
    return fifty.mask(LINE);
  }

  @Benchmark
  public String fiftySecretsAndOneFound() {
    return fifty.mask(leaking);
  }
}
