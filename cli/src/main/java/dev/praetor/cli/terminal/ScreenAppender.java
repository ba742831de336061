package dev.praetor.cli.terminal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import dev.praetor.engine.CurrentTask;
import dev.praetor.store.history.ShortText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints log lines above the picture of a run, with the run's secrets masked, and passes the lines
 * of a task run to the run, which records them.
 */
public final class ScreenAppender extends AppenderBase<ILoggingEvent> {
  private static final List<String> STORE =
      List.of("dev.praetor.store.", "com.zaxxer.", "org.postgresql.", "org.flywaydb.");
  private final LinesBefore before = new LinesBefore();
  private @Nullable Layout<ILoggingEvent> layout;
  private @Nullable Layout<ILoggingEvent> text;

  public void setLayout(Layout<ILoggingEvent> layout) {
    this.layout = layout;
  }

  /**
   * Sets the layout of the text recorded with a task run; time and level are recorded separately.
   */
  public void setText(Layout<ILoggingEvent> text) {
    this.text = text;
  }

  /**
   * Returns the exception of a line: with its trace, but only in a few words where the line is
   * about the store, whose message says what to do.
   */
  static String cause(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown == null) {
      return "";
    }
    if (STORE.stream().noneMatch(event.getLoggerName()::startsWith)) {
      return "\n" + ThrowableProxyUtil.asString(thrown).stripTrailing();
    }
    IThrowableProxy root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String type = root.getClassName();
    String message = ShortText.firstLine(String.valueOf(root.getMessage()));
    return " (" + type.substring(type.lastIndexOf('.') + 1) + ": " + message + ")";
  }

  @Override
  protected void append(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    String last = before.next(LinesBefore.printer(), message);
    String masked = CurrentTask.mask(last, message);
    Layout<ILoggingEvent> lines = layout;
    Optional<ServiceLog> service = ServiceLog.current();
    if (service.isPresent()) {
      Screen.STANDARD.println(service.get().line(entry(event, masked)));
    } else if (lines != null) {
      String line = text(lines, event, masked) + cause(event);
      Screen.STANDARD.println(CurrentTask.mask(line));
    }
    Layout<ILoggingEvent> kept = text;
    if (kept != null) {
      CurrentTask.log(
          event.getInstant(),
          event.getLevel().toString(),
          event.getLoggerName(),
          () -> text(kept, event, masked));
    }
  }

  /** Returns a line for a log with fields, each of them without secrets. */
  private static LogEntry entry(ILoggingEvent event, String masked) {
    Map<String, String> fields = LogEntry.fields(CurrentTask.attributed());
    Optional.ofNullable(event.getKeyValuePairs())
        .orElse(List.of())
        .forEach(pair ->
            fields.put(CurrentTask.mask(pair.key), CurrentTask.mask(String.valueOf(pair.value))));
    return new LogEntry(
        event.getInstant(),
        event.getLevel().toString(),
        CurrentTask.mask(event.getLoggerName()),
        masked.stripTrailing(),
        fields,
        CurrentTask.mask(cause(event)));
  }

  private static String text(Layout<ILoggingEvent> layout, ILoggingEvent event, String masked) {
    String text = layout.doLayout(event).stripTrailing();
    String message = event.getFormattedMessage().stripTrailing();
    return message.isEmpty() ? text : text.replace(message, masked.stripTrailing());
  }
}
