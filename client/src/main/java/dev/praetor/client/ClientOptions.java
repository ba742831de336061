package dev.praetor.client;

import java.time.Duration;

/**
 * The patience of a client, and whom it trusts. Immutable; each {@code with…} method returns a
 * changed copy.
 *
 * @param connectTimeout the longest time for a connection
 * @param requestTimeout the longest time until the answer to a request begins
 * @param attempts the largest number of attempts at a read, at least 1; changes are sent once
 * @param delay the time before the second attempt, which doubles from attempt to attempt
 * @param authorities the authorities whose certificates it trusts
 */
public record ClientOptions(
    Duration connectTimeout,
    Duration requestTimeout,
    int attempts,
    Duration delay,
    Authorities authorities) {
  public ClientOptions {
    if (attempts < 1) {
      throw new IllegalArgumentException("there is at least 1 attempt, not " + attempts);
    }
  }

  /** Returns the defaults: 10 s to connect, 60 s for an answer, 4 attempts from 200 ms apart. */
  public static ClientOptions defaults() {
    return new ClientOptions(
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        4,
        Duration.ofMillis(200),
        Authorities.OF_THE_JVM);
  }

  /** Returns a copy with another time for a connection. */
  public ClientOptions withConnectTimeout(Duration longest) {
    return new ClientOptions(longest, requestTimeout, attempts, delay, authorities);
  }

  /** Returns a copy with another time until the answer begins. */
  public ClientOptions withRequestTimeout(Duration longest) {
    return new ClientOptions(connectTimeout, longest, attempts, delay, authorities);
  }

  /** Returns a copy with another number of attempts at a read. */
  public ClientOptions withAttempts(int most) {
    return new ClientOptions(connectTimeout, requestTimeout, most, delay, authorities);
  }

  /** Returns a copy with another time before the second attempt. */
  public ClientOptions withDelay(Duration first) {
    return new ClientOptions(connectTimeout, requestTimeout, attempts, first, authorities);
  }

  /** Returns a copy that trusts other authorities. */
  public ClientOptions withAuthorities(Authorities trusted) {
    return new ClientOptions(connectTimeout, requestTimeout, attempts, delay, trusted);
  }
}
