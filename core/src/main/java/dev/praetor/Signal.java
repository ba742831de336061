package dev.praetor;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by the code of a task to decide how the task run ends. A signal is not an {@link
 * Exception}, so that code that catches every exception does not swallow it.
 *
 * <pre>{@code
 * if (updates.containsKey(member.name())) throw Signal.skip(member.name() + " has already provided an update");
 * }</pre>
 */
public final class Signal extends Error {
  private static final long serialVersionUID = 1;

  /** The decision that a signal carries. */
  public sealed interface Request {
    /** Ends the task run as Skipped. */
    record Skip() implements Request {}

    /** Fails the attempt; a permanent failure is not retried. */
    record Fail(boolean permanent) implements Request {}

    /** Retries after a delay. */
    record RetryAfter(Duration delay) implements Request {}

    /** Retries at an instant. */
    record RetryAt(Instant at) implements Request {}

    /** Ends the task run as Success with a value. */
    record Succeed(@Nullable Object value) implements Request {}
  }

  private final transient Request request;

  private Signal(String message, Request request) {
    super(message, null, false, request instanceof Request.Fail);
    this.request = request;
  }

  /**
   * Returns a signal that ends the task run as Skipped. By default everything downstream is skipped
   * too.
   */
  public static Signal skip(String why) {
    return new Signal(why, new Request.Skip());
  }

  /**
   * Returns a signal that fails the attempt. The task's retry policy decides whether it is retried.
   */
  public static Signal fail(String why) {
    return new Signal(why, new Request.Fail(false));
  }

  /**
   * Returns a signal that retries after a delay. The retry counts against the task's retry policy;
   * a task without a policy may be retried 100 times in this way.
   */
  public static Signal retry(Duration after) {
    Objects.requireNonNull(after, "Signal.retry(…) needs the time until the retry, not null");
    return new Signal("requested a retry after " + after, new Request.RetryAfter(after));
  }

  /**
   * Returns a signal that retries at an instant, for example one given by a service. The retry
   * counts like that of {@link #retry(Duration)}.
   */
  public static Signal retry(Instant at) {
    Objects.requireNonNull(at, "Signal.retry(…) needs the time of the retry, not null");
    return new Signal("requested a retry at " + at, new Request.RetryAt(at));
  }

  /**
   * Returns a signal that ends the task run as Success with this value, from any depth of its code.
   */
  public static Signal succeed(@Nullable Object value) {
    return new Signal("ended early", new Request.Succeed(value));
  }

  /**
   * Returns this failure as a permanent one, which no policy retries.
   *
   * @throws IllegalStateException if this signal was not created by {@link #fail}
   */
  public Signal permanently() {
    if (!(request instanceof Request.Fail)) {
      throw new IllegalStateException(
          "only a signal created by Signal.fail(…) can be permanent; this one is " + request);
    }
    Signal permanent = new Signal(text(), new Request.Fail(true));
    permanent.setStackTrace(getStackTrace());
    return permanent;
  }

  /** Returns the decision that this signal carries. */
  public Request request() {
    return request;
  }

  /** Returns the reason that the code gave, never null. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
