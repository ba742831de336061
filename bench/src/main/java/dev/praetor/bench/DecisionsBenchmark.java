package dev.praetor.bench;

import dev.praetor.Failure;
import dev.praetor.Retry;
import dev.praetor.StateType;
import dev.praetor.Trigger;
import dev.praetor.engine.Decisions;
import dev.praetor.engine.TransitionTable;
import dev.praetor.engine.UpstreamCounts;
import dev.praetor.engine.task.Policy;
import java.time.Duration;
import java.util.Optional;
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

/** Measures the decisions that are taken for every task run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionsBenchmark {
  private final UpstreamCounts upstream = new UpstreamCounts(100, 98, 3, 2, 0);
  private final Policy policy =
      Policy.DEFAULT.withRetry(Retry.times(3).every(Duration.ofSeconds(5)).jitter(0.1));
  private final Failure failure = new Failure("X", "m", "", Optional.empty(), true);

  /** The floor: the least that can be measured. */
  @Benchmark
  public int floor() {
    return upstream.total();
  }

  @Benchmark
  public Decisions.Entry trigger() {
    return Decisions.enter(Trigger.ALL_SUCCESSFUL, upstream);
  }

  @Benchmark
  public Decisions.AfterFailure afterFailure() {
    return Decisions.afterFailure(policy, failure, 1, 0.5);
  }

  @Benchmark
  public StateType ofChildren() {
    return Decisions.ofChildren(upstream);
  }

  @Benchmark
  public void transition() {
    TransitionTable.TASK_RUN.require(StateType.RUNNING, StateType.SUCCESS, "run");
  }
}
