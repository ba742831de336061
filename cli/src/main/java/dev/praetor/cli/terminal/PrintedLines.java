package dev.praetor.cli.terminal;

import dev.praetor.engine.CurrentTask;
import dev.praetor.engine.RunningTask;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Takes the place of {@code System.out} or {@code System.err}: each printed line is shown, without
 * secrets, and kept in the log of the task run that printed it. Closing the stream has no effect.
 * Thread-safe.
 */
final class PrintedLines extends OutputStream {
  private static final int LONGEST = 16_000;
  private static final long IDLE_MILLIS = 300;
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(IDLE_MILLIS, TimeUnit.MILLISECONDS);
  private final String name;
  private final String level;
  private final Screen screen;
  private final Optional<PrintStream> to;
  private final InstantSource clock;
  private final LinesBefore before = new LinesBefore();

  /** The incomplete lines, by the task run, or else the thread, that prints them. */
  private final Map<Object, Line> incomplete = new ConcurrentHashMap<>();

  /**
   * Creates the stream.
   *
   * @param name the name by which the log calls it
   * @param to the stream on which lines are shown; absent for that of the screen
   */
  PrintedLines(
      String name, String level, Screen screen, Optional<PrintStream> to, InstantSource clock) {
    this.name = name;
    this.level = level;
    this.screen = screen;
    this.to = to;
    this.clock = clock;
  }

  PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8) {
      @Override
      public void close() {
        flush();
      }
    };
  }

  /** The line that a task run is printing. */
  private final class Line {
    private final Optional<RunningTask> task;
    private final Object printer;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long added;
    private boolean watched;

    Line(Optional<RunningTask> task, Object printer) {
      this.task = task;
      this.printer = printer;
    }

    synchronized void add(byte[] buffer, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (buffer[i] == '\n' || bytes.size() >= LONGEST) {
          print();
        }
        if (buffer[i] != '\n') {
          bytes.write(buffer[i]);
        }
      }
      added++;
      if (bytes.size() > 0 && !watched) {
        watched = true;
        watch(added);
      }
    }

    /** Prints an incomplete line when nothing has been added to it for a while. */
    private void watch(long seen) {
      LATER.execute(() -> {
        synchronized (this) {
          if (added == seen) {
            watched = false;
            finish();
          } else {
            watch(added);
          }
        }
      });
    }

    synchronized void finish() {
      if (bytes.size() > 0) {
        print();
      }
    }

    private void print() {
      String text = bytes.toString(StandardCharsets.UTF_8);
      bytes.reset();
      String line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      show(task, before.next(printer, line), line);
    }
  }

  private void show(Optional<RunningTask> task, String before, String line) {
    Instant now = clock.instant();
    String own = task.map(run -> run.mask(before, line)).orElse(line);
    task.filter(RunningTask::keepsLogs).ifPresent(run -> run.log(now, level, name, own));
    String masked = CurrentTask.mask(before, own);
    String shown =
        ServiceLog.current()
            .map(log -> log.line(new LogEntry(now, level, name, masked, LogEntry.fields(task), "")))
            .orElse(masked);
    to.ifPresentOrElse(stream -> screen.println(shown, stream), () -> screen.println(shown));
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int from, int length) {
    Optional<RunningTask> task = CurrentTask.attributed();
    Object printer = LinesBefore.printer();
    Line line = incomplete.computeIfAbsent(printer, _ -> new Line(task, printer));
    line.add(buffer, from, length);
    incomplete.computeIfPresent(printer, (_, kept) -> kept.bytes.size() == 0 ? null : kept);
  }

  /** Shows the incomplete lines. */
  void finish() {
    incomplete.values().forEach(Line::finish);
    incomplete.clear();
  }
}
