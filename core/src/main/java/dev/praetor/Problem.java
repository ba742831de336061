package dev.praetor;

/**
 * A problem of a flow or of the parameters of a run. Immutable.
 *
 * @param path the place of the problem, for example {@code reminder/send_reminder}
 * @param message the problem and its remedy
 */
public record Problem(String path, String message) {
  @Override
  public String toString() {
    return path + ": " + message;
  }
}
