package dev.praetor.store.secret;

import java.util.regex.Pattern;

/** Arguments of commands in advice, as a shell takes them. */
final class Quoted {
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}_./@:+][\\p{L}\\p{N}_./@:+-]*");

  private Quoted() {}

  static String of(String argument) {
    return PLAIN.matcher(argument).matches()
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
