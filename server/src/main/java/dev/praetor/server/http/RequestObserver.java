package dev.praetor.server.http;

import java.time.Duration;

/** Is told about each answered request. Thread-safe. */
@FunctionalInterface
public interface RequestObserver {
  /**
   * Takes note of an answered request.
   *
   * @param path the path of its route; empty if there is no such route
   */
  void answered(String method, String path, int status, Duration duration);
}
