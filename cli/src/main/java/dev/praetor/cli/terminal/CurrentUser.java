package dev.praetor.cli.terminal;

/** The person at the terminal. */
public final class CurrentUser {
  private CurrentUser() {}

  /** The name the operating system knows the person by. */
  public static String name() {
    return System.getProperty("user.name", "somebody");
  }
}
