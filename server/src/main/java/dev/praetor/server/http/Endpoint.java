package dev.praetor.server.http;

/** Answers the requests of one method at one path. Thread-safe. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answers a request. An exception becomes an error of the form that all errors have.
   *
   * @throws InterruptedException if the server is closed meanwhile
   */
  Answer answer(Call call) throws InterruptedException;
}
