package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.TIMED_OUT;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Failure;
import dev.praetor.Signal;
import dev.praetor.StateType;
import dev.praetor.testkit.FlowTester;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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

  private static RuntimeException cyclicCauses() {
    RuntimeException[] two = new RuntimeException[2];
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      two[i] =
          new Bad() {
            @Override
            public synchronized Throwable getCause() {
              return two[other];
            }
          };
    }
    return two[0];
  }

  private static RuntimeException itsOwnCause() {
    return new Bad() {
      @Override
      public synchronized Throwable getCause() {
        return this;
      }
    };
  }

  private static RuntimeException withTrace(Supplier<StackTraceElement @Nullable []> trace) {
    return new Bad() {
      @Override
      @SuppressWarnings("NullAway") // For the test.
      public StackTraceElement[] getStackTrace() {
        return trace.get();
      }
    };
  }

  private static RuntimeException withText(Supplier<@Nullable String> text) {
    return new Bad() {
      @Override
      @SuppressWarnings("NullAway") // For the test.
      public String toString() {
        return text.get();
      }

      @Override
      public @Nullable String getMessage() {
        return text.get();
      }
    };
  }

  private static <T> T boom() {
    throw new IllegalStateException("for the test");
  }

  private static <T> @Nullable T nothing() {
    return null;
  }

  @SuppressWarnings("removal") // Code of authors may be old.
  private static Throwable threadDeath() {
    return new ThreadDeath();
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
        Arguments.of("causes in a circle", cyclicCauses()),
        Arguments.of("a cause that is the exception itself", itsOwnCause()),
        Arguments.of("a trace that throws", withTrace(HostileExceptionsTest::boom)),
        Arguments.of("a trace that is null", withTrace(HostileExceptionsTest::nothing)),
        Arguments.of("a trace of nulls", withTrace(() -> new StackTraceElement[3])),
        Arguments.of("a text that throws", withText(HostileExceptionsTest::boom)),
        Arguments.of("a text that is null", withText(HostileExceptionsTest::nothing)),
        Arguments.of("100,000 causes", chain(100_000)),
        Arguments.of("a message of 50 million characters", new WithMessage("x".repeat(50_000_000))),
        Arguments.of("the death of a thread", threadDeath()),
        Arguments.of("a class that does not fit", new IncompatibleClassChangeError("x")),
        Arguments.of("an interrupt of nobody", new InterruptedException("simulated")),
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
    assertThat(failure.trace()).as(what).isNotEmpty();
  }

  @Test
  @SuppressWarnings("NullAway") // For the test.
  void null_that_is_thrown_is_a_failure() {
    FlowTester.of(
            single(
                task(() -> {
                  throw HostileExceptionsTest.<RuntimeException>nothing();
                })))
        .run()
        .ended("t", FAILED)
        .says("t", "NullPointerException");
  }

  @Test
  void a_message_that_never_ends_is_timed_out() {
    CountDownLatch release = new CountDownLatch(1);
    Throwable thrown = withText(() -> Integer.toString(SmallFlows.ignoreInterrupts(release)));
    FlowTester.of(
            single(
                task(() -> HostileExceptionsTest.<RuntimeException>sneaky(thrown))
                    .timeout(Duration.ofMillis(200))))
        .run()
        .ended("t", TIMED_OUT);
    release.countDown();
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
