package dev.praetor.store.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The line that Linux has for a process in {@code /proc}.
 *
 * @param state the state as a letter
 * @param ticks the time from the start of the machine to the start of the process
 */
record ProcessStat(long pid, char state, long ticks) {
  private static final int STATE = 0;
  private static final int TICKS = 19;

  /** Reads the line of a process from its folder; null if there is none. */
  static @Nullable ProcessStat of(Path folder) {
    try {
      byte[] line = Files.readAllBytes(folder.resolve("stat"));
      return parse(new String(line, StandardCharsets.ISO_8859_1));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Parses a line. The name of the program, in parentheses, may itself contain anything. */
  static ProcessStat parse(String line) {
    String[] afterName = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return new ProcessStat(
        Long.parseLong(line.substring(0, line.indexOf(' '))),
        afterName[STATE].charAt(0),
        Long.parseLong(afterName[TICKS]));
  }

  /** Returns whether the process has ended, even if its parent has not waited for it yet. */
  boolean hasEnded() {
    return state == 'Z' || state == 'X' || state == 'x';
  }

  /** Returns whether the process stands still until it is continued by a signal. */
  boolean isStopped() {
    return state == 'T' || state == 't';
  }
}
