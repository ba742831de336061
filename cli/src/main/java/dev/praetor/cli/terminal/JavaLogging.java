package dev.praetor.cli.terminal;

import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/**
 * Passes the lines of {@code java.util.logging}, and thereby of {@code System.Logger}, to the
 * program's own log, which attributes and masks them. Thread-safe.
 */
final class JavaLogging extends Handler {
  private static final SimpleFormatter FORMAT = new SimpleFormatter();

  private JavaLogging() {}

  static void install() {
    Logger root = LogManager.getLogManager().getLogger("");
    for (Handler handler : root.getHandlers()) {
      if (handler instanceof JavaLogging) {
        return;
      }
      root.removeHandler(handler);
    }
    root.addHandler(new JavaLogging());
  }

  @Override
  public void publish(LogRecord line) {
    String name = Optional.ofNullable(line.getLoggerName()).orElse("java.util.logging");
    LoggerFactory.getLogger(name)
        .atLevel(level(line.getLevel()))
        .setCause(line.getThrown())
        .log("{}", FORMAT.formatMessage(line));
  }

  private static org.slf4j.event.Level level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return org.slf4j.event.Level.ERROR;
    }
    if (value >= Level.WARNING.intValue()) {
      return org.slf4j.event.Level.WARN;
    }
    return value >= Level.INFO.intValue()
        ? org.slf4j.event.Level.INFO
        : org.slf4j.event.Level.DEBUG;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
