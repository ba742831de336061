package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Failure;
import dev.praetor.Signal;
import dev.praetor.StateType;
import dev.praetor.testkit.FlowTester;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever code of authors throws is data: it ends its own task run, and the run goes on. */
class HostileExceptionsTest {
  private static class Bad extends RuntimeException {
    private static final long serialVersionUID = 1;

    Bad() {
      super("bad");
    }
  }

  private static RuntimeException throwingMessage() {
    return new Bad() {
      @Override
      public String getMessage() {
        throw new IllegalStateException("getMessage");
      }
    };
  }

  private static RuntimeException throwingCause() {
    return new Bad() {
      @Override
      public synchronized Throwable getCause() {
        throw new StackOverflowError("getCause");
      }
    };
  }

  private static RuntimeException throwingLocalizedMessage() {
    return new Bad() {
      @Override
      public String getLocalizedMessage() {
        throw new IllegalStateException("getLocalizedMessage");
      }
    };
  }

  private static RuntimeException endlessCauses() {
    return new Bad() {
      @Override
      public synchronized Throwable getCause() {
        return endlessCauses();
      }
    };
  }

  private static RuntimeException suppressedEachOther() {
    RuntimeException first = new RuntimeException("first");
    RuntimeException second = new RuntimeException("second");
    first.addSuppressed(second);
    second.addSuppressed(first);
    return first;
  }

  private static RuntimeException chain(int length) {
    RuntimeException chain = new RuntimeException("root");
    for (int i = 0; i < length; i++) {
      chain = new RuntimeException(Integer.toString(i), chain);
    }
    return chain;
  }

  private static final class Plain extends Throwable {
    private static final long serialVersionUID = 1;
  }

  static Stream<Arguments> thrown() {
    return Stream.of(
        Arguments.of("a message that throws", throwingMessage()),
        Arguments.of("a cause that overflows the stack", throwingCause()),
        Arguments.of("a localized message that throws", throwingLocalizedMessage()),
        Arguments.of("causes without end", endlessCauses()),
        Arguments.of("exceptions that suppress each other", suppressedEachOther()),
        Arguments.of("10,000 causes", chain(10_000)),
        Arguments.of("a message of 5 million characters", new WithMessage("x".repeat(5_000_000))),
        Arguments.of("no memory left", new OutOfMemoryError("simulated")),
        Arguments.of("a stack overflow", new StackOverflowError("simulated")),
        Arguments.of("a class that is missing", new NoClassDefFoundError("x")),
        Arguments.of("an assertion", new AssertionError("x")),
        Arguments.of("neither exception nor error", new Plain()),
        Arguments.of("a checked exception within", new UncheckedIOException(new IOException())),
        Arguments.of("control characters", new WithMessage("nul \0 lone \ud800 esc \u001b[2J")));
  }

  private static final class WithMessage extends RuntimeException {
    private static final long serialVersionUID = 1;

    WithMessage(String message) {
      super(message);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> int sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("thrown")
  void whatever_is_thrown_is_a_failure_with_its_type_and_trace(String what, Throwable thrown) {
    Failure failure =
        FlowTester.of(single(task(() -> HostileExceptionsTest.<RuntimeException>sneaky(thrown))))
            .run()
            .ended(FAILED)
            .taskRun("t")
            .failure()
            .orElseThrow();
    assertThat(failure.type()).as(what).isEqualTo(thrown.getClass().getName());
    assertThat(failure.trace()).isNotEmpty();
  }

  static Stream<Arguments> signals() {
    return Stream.of(
        Arguments.of("a failure without a message", Signal.fail(null), FAILED),
        Arguments.of("a skip without a message", Signal.skip(null), SKIPPED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("signals")
  void a_signal_without_a_message_is_a_signal(
      String what, @Nullable Throwable signal, StateType end) {
    FlowTester.of(single(task(() -> HostileExceptionsTest.<RuntimeException>sneaky(signal))))
        .run()
        .ended("t", end);
  }
}
