package dev.praetor.engine.secret;

import dev.praetor.Failure;
import dev.praetor.Signal;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Converts exceptions to failures, even exceptions whose own methods throw. */
public final class FailureReader {
  private static final int FIRST_FRAMES = 200;
  private static final int LAST_FRAMES = 100;
  private static final int MOST_AUTHORS = 50;
  private static final int LONGEST_CHAIN = 20;
  private static final int LONGEST_MESSAGE = 20_000;
  private static final SharedTexts TRACES = new SharedTexts();

  private FailureReader() {}

  public static Failure read(Throwable thrown) {
    return read(thrown, UnaryOperator.identity());
  }

  /**
   * Converts an exception, changing its texts before they are cut, so that no half of a secret
   * remains.
   */
  static Failure read(Throwable thrown, UnaryOperator<String> change) {
    return read(thrown, Collections.newSetFromMap(new IdentityHashMap<>()), change);
  }

  private static Failure read(Throwable thrown, Set<Throwable> seen, UnaryOperator<String> change) {
    seen.add(thrown);
    @Nullable Throwable cause = causeOf(thrown);
    return new Failure(
        thrown.getClass().getName(),
        messageOf(thrown, change),
        TRACES.shared(change.apply(traceOf(thrown))),
        cause == null || seen.size() == LONGEST_CHAIN || seen.contains(cause)
            ? Optional.empty()
            : Optional.of(read(cause, seen, change)),
        !(thrown instanceof Signal));
  }

  private static String messageOf(Throwable thrown, UnaryOperator<String> change) {
    try {
      String message = thrown.getMessage();
      if (message == null) {
        return "";
      }
      message = change.apply(message);
      return message.length() <= LONGEST_MESSAGE
          ? message
          : message.substring(0, LONGEST_MESSAGE)
              + "… ("
              + (message.length() - LONGEST_MESSAGE)
              + " more characters)";
    } catch (Throwable alsoThrown) {
      return "(its message could not be read: " + alsoThrown.getClass().getName() + ")";
    }
  }

  private static @Nullable Throwable causeOf(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable alsoThrown) {
      return null;
    }
  }

  private static void append(StringBuilder text, StackTraceElement[] frames, int from, int to) {
    for (int i = from; i < to; i++) {
      text.append("\n  at ").append(frames[i]);
    }
  }

  /** Leaves out the middle of a long trace, but each frame of the author's own code only once. */
  private static void appendMiddle(
      StringBuilder text, StackTraceElement[] frames, int from, int to) {
    Set<String> authors = new LinkedHashSet<>();
    for (int i = from; i < to && authors.size() < MOST_AUTHORS; i++) {
      String frame = frames[i].toString();
      if (AuthorFrames.isOne(frame)) {
        authors.add(frame);
      }
    }
    text.append("\n  … ").append(to - from).append(" frames left out");
    if (!authors.isEmpty()) {
      text.append(", among them");
      authors.forEach(frame -> text.append("\n  at ").append(frame));
      text.append("\n  …");
    }
  }

  private static String traceOf(Throwable thrown) {
    try {
      StackTraceElement[] frames = thrown.getStackTrace();
      StringBuilder text =
          new StringBuilder(frames.length * 64).append(thrown.getClass().getName());
      boolean whole = frames.length <= FIRST_FRAMES + LAST_FRAMES;
      int first = whole ? frames.length : FIRST_FRAMES;
      append(text, frames, 0, first);
      if (!whole) {
        int last = frames.length - LAST_FRAMES;
        appendMiddle(text, frames, first, last);
        append(text, frames, last, frames.length);
      }
      return text.toString();
    } catch (Throwable alsoThrown) {
      return thrown.getClass().getName() + "\n  (its stack could not be read)";
    }
  }
}
