package dev.praetor.server.health;

import java.time.Duration;
import java.util.Optional;

/** A check of something that the server depends on. */
public interface HealthCheck {
  /** Returns the name of what is checked, which is stable. */
  String name();

  /**
   * Checks. An exception counts as a bad result.
   *
   * @throws InterruptedException if the server is closed meanwhile
   */
  Result check() throws InterruptedException;

  /**
   * The result of a check.
   *
   * @param lag how far behind, or how slow; absent where there is no such measure
   * @param detail the result in words, without anything about the server's machine
   */
  record Result(boolean ok, Optional<Duration> lag, String detail) {
    static Result bad(String detail) {
      return new Result(false, Optional.empty(), detail);
    }
  }
}
