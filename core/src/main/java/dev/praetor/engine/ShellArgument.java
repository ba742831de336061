package dev.praetor.engine;

import java.util.regex.Pattern;

/** Arguments of commands in advice, as a shell takes them. */
public final class ShellArgument {
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}_./@:+][\\p{L}\\p{N}_./@:+-]*");

  private ShellArgument() {}

  /** Returns an argument, in quotes if it needs them. */
  public static String of(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
