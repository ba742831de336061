package dev.praetor.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The signs of life of a runner: its worker sends a byte, and the runner answers with a line. A
 * runner that was stopped, or whose memory is used up, does not answer. The answer says whether the
 * runner takes more runs. The time in which the worker itself stood still does not count.
 * Thread-safe.
 */
public final class Pulse {
  /** The mark at the end of an answer: a control character that nobody prints. */
  private static final String MARK = "\u0006";

  /** The mark at the end of an answer of a runner that takes no more runs. */
  private static final String RETIRING = "\u0015";

  /** The longest time between two looks that counts. */
  private static final Duration STEP = Duration.ofSeconds(10);

  private long looked;
  private long silence;
  private boolean asked;
  private boolean answers;
  private boolean retiring;

  Pulse() {}

  /**
   * Answers for a runner until its worker asks no more, because that or this process ends.
   *
   * @param retires tells whether the runner takes no more runs; called before each answer
   */
  public static void answer(InputStream questions, OutputStream answers, BooleanSupplier retires)
      throws IOException {
    while (questions.read() >= 0) {
      String mark = retires.getAsBoolean() ? RETIRING : MARK;
      answers.write((mark + "\n").getBytes(StandardCharsets.UTF_8));
      answers.flush();
    }
  }

  /** Returns what a line of a runner says; empty if it is no more than an answer. */
  synchronized Optional<String> read(String line) {
    boolean last = line.endsWith(RETIRING);
    if (!last && !line.endsWith(MARK)) {
      return Optional.of(line);
    }
    retiring = last;
    answers = true;
    asked = false;
    silence = 0;
    String said = line.substring(0, line.length() - MARK.length());
    return said.isEmpty() ? Optional.empty() : Optional.of(said);
  }

  /** Returns whether the runner said that it takes no more runs. */
  synchronized boolean isRetiring() {
    return retiring;
  }

  /**
   * Asks the runner for an answer, unless it owes one.
   *
   * @param nanos the elapsed time
   * @return the time for which the runner has owed an answer; zero for a process that never gave
   *     one
   */
  synchronized Duration ask(OutputStream questions, long nanos) throws IOException {
    long step = Math.min(nanos - looked, STEP.toNanos());
    looked = nanos;
    if (asked) {
      silence += step;
      return answers ? Duration.ofNanos(silence) : Duration.ZERO;
    }
    asked = true;
    questions.write('\n');
    questions.flush();
    return Duration.ZERO;
  }
}
