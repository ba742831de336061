package dev.praetor.worker.runner;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Copies the body of an answer while it arrives; the body of an error is kept instead. For one
 * answer. Thread-safe.
 */
final class CopiedAnswer implements HttpResponse.BodyHandler<byte[]> {
  private static final int OK = 200;
  private final OutputStream to;
  private volatile long copied;
  private volatile boolean ended;

  CopiedAnswer(OutputStream to) {
    this.to = to;
  }

  @Override
  public BodySubscriber<byte[]> apply(HttpResponse.ResponseInfo answer) {
    return answer.statusCode() == OK
        ? BodySubscribers.mapping(BodySubscribers.ofByteArrayConsumer(this::copy), _ -> new byte[0])
        : BodySubscribers.ofByteArray();
  }

  private synchronized void copy(Optional<byte[]> bytes) {
    if (bytes.isEmpty() || ended) {
      return;
    }
    try {
      to.write(bytes.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    copied += bytes.get().length;
  }

  /**
   * Waits until the answer is whole.
   *
   * @param longest the longest time in which nothing arrives
   */
  HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> request, Duration longest)
      throws IOException, InterruptedException {
    try {
      while (true) {
        long before = copied;
        try {
          return request.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
          if (copied == before) {
            throw new HttpTimeoutException(
                "nothing arrived for %d s".formatted(longest.toSeconds()));
          }
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
    } finally {
      request.cancel(true);
      end();
    }
  }

  /** Copies nothing more, as the caller goes on. */
  private synchronized void end() {
    ended = true;
  }
}
