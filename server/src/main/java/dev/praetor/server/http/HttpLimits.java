package dev.praetor.server.http;

import java.time.Duration;

/**
 * The limits of requests.
 *
 * @param body the largest body in bytes
 * @param headers the largest size of all headers in bytes
 * @param idle the longest time from the start of a request to the next one on a connection
 * @param bodyTime the longest time in which a whole body arrives, and in which a caller takes an
 *     event of a stream
 * @param connections the largest number of open connections
 */
public record HttpLimits(int body, int headers, Duration idle, Duration bodyTime, int connections) {
  public static final HttpLimits DEFAULT =
      new HttpLimits(1 << 20, 16 << 10, Duration.ofMinutes(2), Duration.ofSeconds(30), 1_000);
}
