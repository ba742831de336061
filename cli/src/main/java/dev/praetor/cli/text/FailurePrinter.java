package dev.praetor.cli.text;

import dev.praetor.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Formats failures: the exception, its causes, and the frames of the author's code. */
public final class FailurePrinter {
  private static final int FIRST = 3;
  private static final int OWN = 4;

  /** Matches frames of the JDK, of common libraries and of the engine. */
  private static final Pattern SYSTEM =
      Pattern.compile(
          "^at (java\\.|javax\\.|jdk\\.|sun\\.|com\\.sun\\.|dev\\.praetor\\.(engine|store)\\."
              + "|dev\\.praetor\\.[A-Z]|tools\\.jackson\\.|com\\.fasterxml\\.|org\\.slf4j\\."
              + "|ch\\.qos\\.logback\\.)");

  /** Matches the frame in which the engine calls the code of a task. */
  private static final Predicate<String> CALLS =
      Pattern.compile("^at dev\\.praetor\\.engine\\.(task|loop)\\.").asPredicate();

  /** Matches frames of Praetor itself, and of the JDK that it calls. */
  private static final Predicate<String> PRAETOR =
      Pattern.compile(
              "^at (?:[^(]*/)?(java\\.|jdk\\.|dev\\.praetor\\.(engine|store|worker|spi)\\.|dev\\.praetor\\.[A-Z])")
          .asPredicate();

  /** The beginning of the types of exceptions whose message says all. */
  private static final String OURS = "dev.praetor.";

  private FailurePrinter() {}

  public static void append(
      StringBuilder text, String indent, Failure failure, UnaryOperator<String> change) {
    String before = "";
    for (Failure at = failure; at != null; at = at.cause().orElse(null)) {
      text.append(indent).append(before).append(change.apply(at.summary())).append('\n');
      for (String frame : useful(at)) {
        text.append(indent).append("  ").append(frame).append('\n');
      }
      before = "caused by ";
    }
  }

  /**
   * Returns the first frames and those of the author's code, up to the frame in which the engine
   * calls it. What Praetor itself throws begins with the line of the author's code that called it.
   */
  private static List<String> useful(Failure failure) {
    List<String> frames =
        failure
            .trace()
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("at "))
            .dropWhile(line -> failure.type().startsWith(OURS) && PRAETOR.test(line))
            .toList();
    int engine = 0;
    while (engine < frames.size() && !CALLS.test(frames.get(engine))) {
      engine++;
    }
    List<Integer> own =
        IntStream.range(0, engine)
            .filter(i -> !SYSTEM.matcher(frames.get(i)).find())
            .boxed()
            .toList();
    Set<Integer> shown = new TreeSet<>(own.subList(0, Math.min(OWN, own.size())));
    shown.addAll(own.subList(Math.max(0, own.size() - OWN), own.size()));
    IntStream.range(0, Math.min(FIRST, engine)).forEach(shown::add);
    List<String> useful = new ArrayList<>();
    int before = -1;
    for (int i : shown) {
      if (i > before + 1) {
        useful.add("…");
      }
      useful.add(frames.get(i));
      before = i;
    }
    return useful;
  }
}
