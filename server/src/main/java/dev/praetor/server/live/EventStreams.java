package dev.praetor.server.live;

import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ErrorTranslation;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Answer;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The streams of events to callers: their number is bounded, and a caller that does not read is cut
 * off, as nothing is kept for it but its place. A stream ends when its caller may not have it any
 * more. Thread-safe.
 */
public final class EventStreams implements AutoCloseable {
  private static final String TYPE = "text/event-stream";
  private static final int MOST = 500;

  private final Set<EventOutput> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private final Duration patience;
  private final StreamCallers callers;
  private @Nullable ScheduledExecutorService watch;
  private volatile boolean closed;

  /**
   * Creates the streams.
   *
   * @param patience the longest time that a caller may take to read an event
   * @param callers ends the streams of callers who may not have them any more
   */
  EventStreams(Duration patience, StreamCallers callers) {
    this.patience = patience;
    this.callers = callers;
  }

  /** The writer of one stream; it ends when it returns. */
  @FunctionalInterface
  public interface Source {
    void writeTo(EventOutput out) throws InterruptedException;
  }

  /**
   * Returns the answer that is a stream.
   *
   * @throws RequestRefused if there are too many
   */
  public Answer answer(Source source) {
    if (closed || count.get() >= MOST) {
      throw new RequestRefused(
          ApiCode.RATE_LIMITED,
          "the server has %,d streams of events open already; close some".formatted(MOST));
    }
    return Answer.stream(TYPE, out -> write(source, out));
  }

  private void write(Source source, PrintWriter out) {
    EventOutput output =
        new EventOutput(out, Thread.currentThread(), Caller.current(), this::isClosed);
    count.incrementAndGet();
    open.add(output);
    watch();
    try {
      source.writeTo(output);
      output.requirePermitted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (EventOutput.Gone e) {
      out.close(); // The caller has hung up, or was cut off.
    } catch (RuntimeException e) {
      fail(output, out, e);
    } finally {
      open.remove(output);
      count.decrementAndGet();
    }
  }

  /** Ends a stream with an error, as its answer has begun. */
  private static void fail(EventOutput output, PrintWriter out, RuntimeException why) {
    try {
      output.error(new String(ErrorTranslation.of(why).json(), StandardCharsets.UTF_8));
    } catch (EventOutput.Gone e) {
      out.close();
    }
  }

  private synchronized void watch() {
    if (watch == null && !closed) {
      ScheduledExecutorService created =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().name("praetor-streams").daemon().factory());
      long half = Math.max(1, patience.toMillis() / 2);
      var _ =
          created.scheduleWithFixedDelay(
              () -> open.forEach(each -> each.cutAfter(patience)),
              half,
              half,
              TimeUnit.MILLISECONDS);
      watch = created;
      callers.watch(open);
    }
  }

  /** Returns the number of open streams. */
  public int open() {
    return count.get();
  }

  /** Returns whether the server is closing, so that streams end. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    ScheduledExecutorService watching;
    synchronized (this) {
      closed = true;
      watching = watch;
    }
    if (watching != null) {
      watching.shutdownNow();
    }
    callers.close();
  }
}
