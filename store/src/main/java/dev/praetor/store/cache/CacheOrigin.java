package dev.praetor.store.cache;

import dev.praetor.RunId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The task run that made a cached result. The message of a task run with a reused result names it.
 *
 * @param taskRun the path of the task run
 * @param made the time at which the result was stored
 */
public record CacheOrigin(String run, String taskRun, Instant made) {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "the result of (.+) of run ([0-9a-f-]{36}) made at (\\S{1,40}) was reused",
          Pattern.DOTALL);

  /** Returns the text that names the task run and the time. */
  String text() {
    return "%s of run %s made at %s".formatted(taskRun, run, made);
  }

  /** Returns the message of a task run that reuses the result of an entry. */
  static String message(String by) {
    return "the result of " + by + " was reused";
  }

  /** Reads the message of a task run that reused a result; absent if it is none. */
  public static Optional<CacheOrigin> ofMessage(String message) {
    Matcher matcher = MESSAGE.matcher(message);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new CacheOrigin(
              RunId.parse(matcher.group(2)).toString(),
              matcher.group(1),
              Instant.parse(matcher.group(3))));
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
