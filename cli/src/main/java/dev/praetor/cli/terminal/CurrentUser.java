package dev.praetor.cli.terminal;

/** The person at the terminal. */
public final class CurrentUser {
  private CurrentUser() {}

  /** Returns the person's name in the operating system. */
  public static String name() {
    return System.getProperty("user.name", "somebody");
  }
}
