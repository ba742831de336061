package dev.praetor;

/**
 * One thing that is wrong with a flow or with a run that was asked for.
 *
 * @param path where, for example {@code reminder/send_reminder}
 * @param message what, and what to do
 */
public record Problem(String path, String message) {
  @Override
  public String toString() {
    return path + ": " + message;
  }
}
