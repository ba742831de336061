package dev.praetor.server.http;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/**
 * Reads the bodies of requests within the limits of size and time. The web server itself limits the
 * time without any byte; this class limits the whole time, which a body that drips would exceed.
 */
record BodyReader(HttpLimits limits) {
  /**
   * Reads a body to its end.
   *
   * @throws RequestRefused if it is too large, too slow or cut
   */
  byte[] read(InputStream body) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] part = new byte[8 << 10];
    long deadline = System.nanoTime() + limits.bodyTime().toNanos();
    try {
      for (int n = body.read(part); n >= 0; n = body.read(part)) {
        read.write(part, 0, n);
        if (read.size() > limits.body()) {
          throw tooLarge();
        }
        if (System.nanoTime() - deadline > 0) {
          throw tooSlow();
        }
      }
    } catch (RequestRefused refused) {
      throw refused;
    } catch (IOException | RuntimeException e) { // The library throws many kinds.
      throw isTimeout(e) ? tooSlow() : cut();
    }
    return read.toByteArray();
  }

  RequestRefused tooLarge() {
    return new RequestRefused(
        ApiCode.TOO_LARGE,
        "the body of a request may have at most %,d bytes".formatted(limits.body()));
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

  private static boolean isTimeout(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }
}
