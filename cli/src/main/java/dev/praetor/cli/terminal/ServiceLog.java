package dev.praetor.cli.terminal;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The log of a process that runs for others: a server, a worker, a runner. All that such a process
 * says on standard error is a line of it, and each line names the run, the task and the worker that
 * it is about. Closing it returns to the log of a command. Thread-safe.
 */
public final class ServiceLog implements AutoCloseable {
  /** The field of the worker, in the context of lines that are passed on. */
  private static final String WORKER = "worker";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static volatile @Nullable ServiceLog current;
  private final LogFormat format;
  private final InstantSource clock;
  private final Consumer<String> lines;

  ServiceLog(LogFormat format, InstantSource clock, Consumer<String> lines) {
    this.format = format;
    this.clock = clock;
    this.lines = lines;
  }

  /** Makes all that this process says a log of this format, until it is closed. */
  public static ServiceLog begin(LogFormat format, InstantSource clock) {
    ServiceLog log = new ServiceLog(format, clock, Screen.STANDARD::println);
    current = log;
    return log;
  }

  /** Returns the log of this process, if it has one. */
  static Optional<ServiceLog> current() {
    return Optional.ofNullable(current);
  }

  /** Returns the format of the log of this process, which the processes that it starts have too. */
  public static LogFormat currentFormat() {
    return current().map(log -> log.format).orElse(LogFormat.TEXT);
  }

  /** Returns a line of the log. */
  String line(LogEntry entry) {
    return format == LogFormat.JSON ? json(entry) : text(entry);
  }

  private static String json(LogEntry entry) {
    ObjectNode line =
        JsonMapper.shared()
            .createObjectNode()
            .put("time", entry.time().toString())
            .put("level", entry.level())
            .put("logger", entry.logger())
            .put("message", entry.message());
    entry.fields().forEach(line::put);
    if (!entry.thrown().isEmpty()) {
      line.put("exception", entry.thrown().strip());
    }
    return line.toString();
  }

  private static String text(LogEntry entry) {
    StringBuilder line = new StringBuilder(TIME.format(entry.time()));
    line.append(' ').append(String.format(Locale.ROOT, "%-5s", entry.level()));
    Map<String, String> fields = entry.fields();
    Optional.ofNullable(fields.get("task"))
        .ifPresent(task -> line.append(' ').append(task).append('#').append(fields.get("attempt")));
    line.append(' ').append(entry.message());
    fields.forEach((name, value) -> {
      if (!name.equals("task") && !name.equals("attempt")) {
        line.append(' ').append(name).append("=\"").append(value).append('"');
      }
    });
    return line.append(entry.thrown()).toString();
  }

  /** Returns a writer whose lines are lines of the log. */
  public PrintWriter writer(String logger) {
    return new PrintWriter(new LineWriter(line -> say(logger, line)), true);
  }

  private void say(String logger, String message) {
    lines.accept(format == LogFormat.TEXT ? message : json(own(logger, message, Map.of())));
  }

  private LogEntry own(String logger, String message, Map<String, String> fields) {
    Instant now = clock.instant();
    return new LogEntry(now, "INFO", logger, message, fields, "");
  }

  /**
   * Passes on a line that a runner has printed: a line of its log, or what its JVM says. The
   * context of this thread names the worker.
   */
  public void passOn(String line) {
    lines.accept(format == LogFormat.TEXT ? line : passedOn(line));
  }

  private String passedOn(String line) {
    Optional<String> worker = Optional.ofNullable(MDC.get(WORKER));
    try {
      if (JsonMapper.shared().readTree(line) instanceof ObjectNode own && isEntry(own)) {
        worker.ifPresent(name -> own.put(WORKER, name));
        return own.toString();
      }
    } catch (JacksonException _) {
      // It is not a line of the log, which is the other case.
    }
    return json(own("runner", line, worker.map(name -> Map.of(WORKER, name)).orElse(Map.of())));
  }

  private static boolean isEntry(JsonNode line) {
    return line.path("time").isString() && line.path("level").isString();
  }

  @Override
  public void close() {
    current = null;
  }

  /** Passes on whole lines. */
  private static final class LineWriter extends Writer {
    private final Consumer<String> lines;
    private final StringBuilder begun = new StringBuilder();

    LineWriter(Consumer<String> lines) {
      this.lines = lines;
    }

    @Override
    public void write(char[] text, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (text[i] == '\n') {
          lines.accept(begun.toString());
          begun.setLength(0);
        } else if (text[i] != '\r') {
          begun.append(text[i]);
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
