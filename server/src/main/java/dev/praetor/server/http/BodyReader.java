package dev.praetor.server.http;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import io.helidon.http.media.ReadableEntity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the bodies of requests within the limits of size and time. The web server does not limit
 * the time, and a read cannot be ended without closing the connection. So another thread reads, and
 * ends when the connection is closed after the answer.
 */
record BodyReader(HttpLimits limits) {
  private static final Logger LOG = LoggerFactory.getLogger(BodyReader.class);
  private static final Duration LONGEST_DISCARD = Duration.ofSeconds(2);

  /**
   * Reads a body to its end.
   *
   * @param most the largest number of its bytes
   * @throws RequestRefused if it is too large, too slow or cut
   * @throws InterruptedException if the server is closed meanwhile
   */
  byte[] read(InputStream body, int most) throws InterruptedException {
    try {
      return elsewhere(() -> readAll(body, most), limits.bodyTime());
    } catch (TimeoutException e) {
      throw tooSlow();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RequestRefused refused ? refused : cut();
    }
  }

  /**
   * Reads on in a body that was refused: a connection that is closed while its client still sends
   * is reset, and the client may never see the answer. Gives up soon.
   */
  void discard(ReadableEntity body) throws InterruptedException {
    try {
      elsewhere(Executors.callable(body::consume), LONGEST_DISCARD);
    } catch (TimeoutException | ExecutionException e) {
      LOG.atDebug().setCause(e).log("the rest of a refused body was not read");
    }
  }

  private static <T> T elsewhere(Callable<T> reading, Duration longest)
      throws InterruptedException, TimeoutException, ExecutionException {
    FutureTask<T> read = new FutureTask<>(reading);
    Thread.ofVirtual().name("request-body").start(read);
    return read.get(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static byte[] readAll(InputStream body, int most) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] part = new byte[8 << 10];
    for (int n = body.read(part); n >= 0; n = body.read(part)) {
      read.write(part, 0, n);
      if (read.size() > most) {
        throw tooLarge(most);
      }
    }
    return read.toByteArray();
  }

  static RequestRefused tooLarge(int most) {
    return new RequestRefused(
        ApiCode.TOO_LARGE, "the body of a request may have at most %,d bytes".formatted(most));
  }

  private RequestRefused tooSlow() {
    return new RequestRefused(
        ApiError.of(
                ApiCode.BAD_REQUEST,
                "the body of the request did not arrive within %,d s"
                    .formatted(limits.bodyTime().toSeconds()))
            .withStatus(408));
  }

  private static RequestRefused cut() {
    return new RequestRefused(
        ApiCode.BAD_REQUEST, "the body of the request is incomplete or malformed");
  }
}
