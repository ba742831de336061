package dev.praetor;

import dev.praetor.engine.secret.FailureReader;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A failure as data: it outlives the process, whether or not the exception could be carried over.
 *
 * @param type the class name of the exception
 * @param message its message, empty if it had none
 * @param trace its stack trace as text, without those of its causes; the middle of a very long one
 *     is left out, and says so
 * @param cause what caused it
 * @param retryable whether a retry policy may try again
 */
public record Failure(
    String type, String message, String trace, Optional<Failure> cause, boolean retryable) {

  /**
   * Reads an exception. Never throws, whatever the exception's own methods do; circular and very
   * long chains of causes are cut.
   */
  public static Failure of(Throwable thrown) {
    return FailureReader.read(thrown);
  }

  /** The same failure, which no policy retries. */
  public Failure permanently() {
    return withRetryable(false);
  }

  public Failure withRetryable(boolean retryable) {
    return new Failure(type, message, trace, cause, retryable);
  }

  /** The class name without its package, and the message: what fits on one line. */
  public String summary() {
    String simple = type.substring(type.lastIndexOf('.') + 1);
    return message.isEmpty() ? simple : simple + ": " + message;
  }

  /** The same failure with all its texts changed, for example masked. */
  public Failure mapText(UnaryOperator<String> change) {
    return new Failure(
        type,
        change.apply(message),
        change.apply(trace),
        cause.map(inner -> inner.mapText(change)),
        retryable);
  }
}
