package dev.praetor.contract;

import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.failing;
import static dev.praetor.contract.SmallFlows.single;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static Failure failureOf(Throwable thrown) {
    return FlowTester.of(single(failing(() -> thrown)))
        .run()
        .ended(FAILED)
        .taskRun("t")
        .failure()
        .orElseThrow();
  }

  static int alwaysFails() {
    throw new IllegalStateException("always");
  }

  @Test
  void recover_turns_the_final_failure_into_a_success_that_says_so() {
    Flow<Integer> flow =
        single(
            Task.of(FailureTest::alwaysFails)
                .retry(Retry.times(1))
                .recover(failure -> failure.message().length()));
    TestRun<Integer> run = FlowTester.of(flow).run().ended(SUCCESS).took("always_fails", 2);
    assertThat(run.value()).isEqualTo(6);
    run.says("always_fails", "recovered from IllegalStateException: always");
  }

  @Test
  void a_recovery_that_fails_fails_the_task() {
    Flow<Integer> flow =
        single(
            Task.of(FailureTest::alwaysFails)
                .recover(failure -> {
                  throw new IllegalArgumentException("no way back");
                }));
    FlowTester.of(flow).run().ended("always_fails", FAILED).says("always_fails", "no way back");
  }

  /**
   * An exception whose message cannot be read, and which holds an object that no serialiser
   * accepts.
   */
  static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Thread held = Thread.currentThread();

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message from " + held);
    }
  }

  @Test
  void an_error_that_cannot_be_serialised_survives_as_data() {
    Failure failure = failureOf(new Hostile());
    assertThat(failure.type()).isEqualTo(Hostile.class.getName());
    assertThat(failure.message()).contains("could not be read");
    assertThat(failure.trace()).contains("FailureTest");
  }

  @Test
  void an_error_of_10_000_frames_survives_as_data() {
    IllegalStateException deep = new IllegalStateException("deep");
    deep.setStackTrace(
        IntStream.range(0, 10_000)
            .mapToObj(i -> new StackTraceElement("Deep", "m" + i, "Deep.java", i))
            .toArray(StackTraceElement[]::new));
    Failure failure = failureOf(deep);
    assertThat(failure.trace())
        .contains("Deep.m0(", "Deep.m199(", "9700 frames left out", "Deep.m9999(");
    assertThat(failure.trace().length()).isLessThan(50_000);
  }

  @Test
  void a_stack_overflow_is_a_failure_like_any_other() {
    var flow = Flow.define("f", f -> Task.of(FailureTest::endless).call(value(0)));
    FlowTester.of(flow).run().ended(FAILED).says("endless", "StackOverflowError");
  }

  static int endless(int n) {
    return n < 0 ? 0 : endless(n + 1) + 1;
  }

  @Test
  void a_chain_of_causes_is_kept_even_when_it_is_cyclic() {
    IllegalStateException outer = new IllegalStateException("outer");
    IOException inner = new IOException("inner", outer);
    outer.initCause(inner);
    Failure failure = Failure.of(outer);
    assertThat(failure.cause().orElseThrow().message()).isEqualTo("inner");
    assertThat(failure.cause().orElseThrow().cause()).isEmpty();
  }

  @Test
  void stop_at_first_failure_cancels_the_rest() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Task.of(SmallFlows::hang).call();
              return Task.of(FailureTest::alwaysFails).call();
            });
    FlowTester.of(flow)
        .stopAtFirstFailure()
        .run()
        .ended(FAILED)
        .ended("hang", CANCELLED)
        .ended("always_fails", FAILED);
  }
}
