package dev.praetor;

import dev.praetor.engine.secret.FailureReader;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A failure as data, which outlives the process even where the exception itself cannot be
 * serialised. Immutable.
 *
 * @param type the class name of the exception
 * @param message the message of the exception, empty if it has none
 * @param trace the stack trace as text, without the traces of the causes; the middle of a very long
 *     trace is replaced by a note
 * @param cause the cause of the failure
 * @param retryable true if a retry policy may retry
 */
public record Failure(
    String type, String message, String trace, Optional<Failure> cause, boolean retryable) {

  /**
   * Creates a failure from an exception. Never throws, even if the exception's own methods do;
   * circular and very long chains of causes are truncated.
   */
  public static Failure of(Throwable thrown) {
    return FailureReader.read(thrown);
  }

  /** Returns the same failure, which no policy retries. */
  public Failure permanently() {
    return withRetryable(false);
  }

  /** Returns the same failure, which a retry policy may or may not retry. */
  public Failure withRetryable(boolean retryable) {
    return new Failure(type, message, trace, cause, retryable);
  }

  /** Returns a summary for one line: the class name without its package, and the message. */
  public String summary() {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    return message.isEmpty() ? simple : simple + ": " + message;
  }

  /**
   * Returns the same failure, including its causes, with {@code change} applied to all messages and
   * traces, for example to mask secrets.
   */
  public Failure mapText(UnaryOperator<String> change) {
    return new Failure(
        type,
        change.apply(message),
        change.apply(trace),
        cause.map(inner -> inner.mapText(change)),
        retryable);
  }
}
