package dev.praetor.cli.terminal;

import dev.praetor.engine.StartedThreads;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The output that code of flows prints to {@code System.out}, {@code System.err} or {@code
 * java.util.logging}. The output is shown, and kept in the log of the task run that printed it.
 * Closing this object restores the streams of before.
 */
public final class TaskOutput implements AutoCloseable {
  private static volatile @Nullable TaskOutput current;
  private final PrintStream outBefore = System.out;
  private final PrintStream errBefore = System.err;
  private final PrintedLines out;
  private final PrintedLines err;

  TaskOutput(Screen screen, Optional<PrintStream> to, InstantSource clock) {
    StartedThreads.attribute();
    out = new PrintedLines("System.out", "INFO", screen, to, clock);
    err = new PrintedLines("System.err", "WARN", screen, Optional.empty(), clock);
    System.setOut(out.stream());
    System.setErr(err.stream());
    current = this;
  }

  /**
   * Captures what code prints from now on.
   *
   * @param document true if standard output holds one document only, so that everything printed is
   *     shown on standard error
   */
  public static TaskOutput capture(boolean document, InstantSource clock) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    return new TaskOutput(Screen.STANDARD, document ? Optional.empty() : Optional.of(out), clock);
  }

  /** Captures {@code java.util.logging} too; only programs that run flows need that. */
  public static void captureLogging() {
    JavaLogging.install();
  }

  /** Shows and keeps the lines that are still incomplete, because their run has ended. */
  public static void finishLines() {
    TaskOutput captured = current;
    if (captured != null) {
      captured.out.finish();
      captured.err.finish();
    }
  }

  @Override
  public void close() {
    finishLines();
    current = null;
    System.setOut(outBefore);
    System.setErr(errBefore);
  }
}
