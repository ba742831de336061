package dev.praetor.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program that has started and is ready, with the processes that it starts. */
final class Started implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Started.class);
  private static final long LONGEST_END = 15;
  private final Process process;
  private final String ready;
  private final long nanos;

  private Started(Process process, String ready, long nanos) {
    this.process = process;
    this.ready = ready;
    this.nanos = nanos;
  }

  /**
   * Starts a program, and waits until it prints that it is ready.
   *
   * @param errors the file for what it prints elsewhere
   */
  static Started of(ProcessBuilder builder, Path errors) throws IOException {
    builder.redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
    long began = System.nanoTime();
    Process process = builder.start();
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.contains(" is ready")) {
        Started started = new Started(process, line, System.nanoTime() - began);
        Thread.ofPlatform().daemon().name("output").start(() -> drain(lines));
        return started;
      }
    }
    throw new IllegalStateException("it did not start:\n" + Files.readString(errors));
  }

  private static void drain(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the output of a program has ended");
    }
  }

  /** Returns the time until it was ready. */
  long nanosUntilReady() {
    return nanos;
  }

  /** Returns the address that it said when it was ready. */
  URI address() {
    return URI.create(ready.replaceAll(".* ", ""));
  }

  long pid() {
    return process.pid();
  }

  /** Returns it and the processes that it has started. */
  List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Returns the megabytes of memory that all its processes have. */
  double residentMegabytes() throws IOException {
    String pids =
        processes().stream()
            .map(each -> Long.toString(each.pid()))
            .collect(Collectors.joining(","));
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", pids).start();
    try (BufferedReader lines = ps.inputReader()) {
      return lines.lines().mapToLong(line -> Long.parseLong(line.strip())).sum() / 1024.0;
    }
  }

  /** Returns the time for which all its processes have used a processor. */
  Duration processorTime() {
    return processes().stream()
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Ends it and its processes. */
  @Override
  public void close() {
    List<ProcessHandle> all = processes();
    process.destroy();
    try {
      if (!process.waitFor(LONGEST_END, TimeUnit.SECONDS)) {
        LOG.atWarn().log("a program did not end by itself");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
  }
}
