package dev.praetor;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by a task to say how its run ends. A signal is not an {@link Exception}, so code that
 * catches every exception does not swallow it.
 *
 * <pre>{@code
 * if (updates.containsKey(member.name())) throw Signal.skip(member.name() + " has already provided an update");
 * }</pre>
 */
public final class Signal extends Error {
  private static final long serialVersionUID = 1;

  /** What a signal asks for. */
  public sealed interface Request {
    record Skip() implements Request {}

    record Fail(boolean permanent) implements Request {}

    record RetryAfter(Duration delay) implements Request {}

    record RetryAt(Instant at) implements Request {}

    record Succeed(@Nullable Object value) implements Request {}
  }

  private final transient Request request;

  private Signal(String message, Request request) {
    super(message, null, false, request instanceof Request.Fail);
    this.request = request;
  }

  /** Ends the task run as Skipped; by default everything downstream of it is skipped too. */
  public static Signal skip(String why) {
    return new Signal(why, new Request.Skip());
  }

  /** Fails the attempt; the task's retry policy decides whether there is another one. */
  public static Signal fail(String why) {
    return new Signal(why, new Request.Fail(false));
  }

  /**
   * Tries again after a time, which counts as an attempt where the task has a retry policy; without
   * one it may be done 100 times.
   */
  public static Signal retry(Duration after) {
    return new Signal("asked to try again after " + after, new Request.RetryAfter(after));
  }

  /** Tries again at a moment, for example the one a service named; otherwise as the other. */
  public static Signal retry(Instant at) {
    return new Signal("asked to try again at " + at, new Request.RetryAt(at));
  }

  /** Ends the task run with this value, from however deep in its code. */
  public static Signal succeed(@Nullable Object value) {
    return new Signal("ended early", new Request.Succeed(value));
  }

  /** A failure which no policy retries. Only for a signal made by {@link #fail}. */
  public Signal permanently() {
    if (!(request instanceof Request.Fail)) {
      throw new IllegalStateException(
          "only Signal.fail(…) can be permanent, this one is " + request);
    }
    Signal permanent = new Signal(text(), new Request.Fail(true));
    permanent.setStackTrace(getStackTrace());
    return permanent;
  }

  public Request request() {
    return request;
  }

  /** What the code said; never null. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
