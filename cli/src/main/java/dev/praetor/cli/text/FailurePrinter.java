package dev.praetor.cli.text;

import dev.praetor.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Formats failures: the exception, its causes, and the frames of the author's code. */
public final class FailurePrinter {
  private static final int FRAMES = 8;

  private FailurePrinter() {}

  public static void append(
      StringBuilder text, String indent, Failure failure, UnaryOperator<String> change) {
    String before = "";
    for (Failure at = failure; at != null; at = at.cause().orElse(null)) {
      text.append(indent).append(before).append(change.apply(at.summary())).append('\n');
      for (String frame : useful(at.trace())) {
        text.append(indent).append("  ").append(frame).append('\n');
      }
      before = "caused by ";
    }
  }

  /** Returns the first frames of the author's code, which is called by the engine. */
  private static List<String> useful(String trace) {
    List<String> frames = new ArrayList<>();
    for (String line : trace.lines().toList()) {
      String frame = line.strip();
      if (frame.startsWith("at dev.praetor.engine.")) {
        break;
      }
      if (frame.startsWith("at ") && !frame.startsWith("at dev.praetor.Task.")) {
        frames.add(frame);
      }
    }
    return frames.size() <= FRAMES ? frames : frames.subList(0, FRAMES);
  }
}
