package dev.praetor.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that is read while it arrives. A read fails when nothing arrives for long:
 * over a connection that is cut silently, it would never return. Read by one thread.
 */
final class ImpatientStream extends FilterInputStream {
  private static final int LOOKS = 4;
  private final Duration longest;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** The time at which the read in progress began; 0 while nothing is read. */
  private volatile long since;

  private volatile boolean given;

  /**
   * Begins to watch a stream.
   *
   * @param longest the longest time for which a read may wait
   */
  ImpatientStream(InputStream body, Duration longest) {
    super(body);
    this.longest = longest;
    Thread.ofVirtual().name("praetor-client-watch").start(this::watch);
  }

  private void watch() {
    try {
      while (!closing.await(longest.toNanos() / LOOKS, TimeUnit.NANOSECONDS)) {
        long begun = since;
        if (begun != 0 && System.nanoTime() - begun > longest.toNanos()) {
          given = true;
          in.close(); // Which wakes the read.
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      given = true; // The read has failed already.
    }
  }

  private interface Read {
    int now() throws IOException;
  }

  private int read(Read read) throws IOException {
    since = System.nanoTime() | 1;
    try {
      int answer = read.now();
      if (given) {
        throw silent(null);
      }
      return answer;
    } catch (IOException e) {
      throw given ? silent(e) : e;
    } finally {
      since = 0;
    }
  }

  private IOException silent(@Nullable IOException cause) {
    return new IOException("nothing arrived for %d s".formatted(longest.toSeconds()), cause);
  }

  @Override
  public int read() throws IOException {
    return read(in::read);
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    return read(() -> in.read(into, from, most));
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    super.close();
  }
}
