package dev.praetor.engine.secret;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventBuilder;

/** A logger that masks the secrets read in a run. */
public final class MaskedLogger extends AbstractLogger {
  private static final long serialVersionUID = 1;
  private final transient Logger target;
  private final transient LineMasker lines;

  public MaskedLogger(Logger target, LineMasker lines) {
    this.target = target;
    this.lines = lines;
    this.name = target.getName();
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return MaskedLogger.class.getName();
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      @Nullable Object @Nullable [] arguments,
      @Nullable Throwable thrown) {
    String text = MessageFormatter.basicArrayFormat(message, arguments);
    LoggingEventBuilder event = target.atLevel(level).setMessage(lines.next(text));
    if (marker != null) {
      event = event.addMarker(marker);
    }
    if (thrown != null) {
      Masker masker = lines.masker();
      event =
          masker.isEmpty()
              ? event.setCause(thrown)
              : event.addKeyValue("failure", masker.failure(thrown).summary());
    }
    event.log();
  }

  @Override
  public boolean isTraceEnabled() {
    return target.isTraceEnabled();
  }

  @Override
  public boolean isTraceEnabled(Marker marker) {
    return target.isTraceEnabled(marker);
  }

  @Override
  public boolean isDebugEnabled() {
    return target.isDebugEnabled();
  }

  @Override
  public boolean isDebugEnabled(Marker marker) {
    return target.isDebugEnabled(marker);
  }

  @Override
  public boolean isInfoEnabled() {
    return target.isInfoEnabled();
  }

  @Override
  public boolean isInfoEnabled(Marker marker) {
    return target.isInfoEnabled(marker);
  }

  @Override
  public boolean isWarnEnabled() {
    return target.isWarnEnabled();
  }

  @Override
  public boolean isWarnEnabled(Marker marker) {
    return target.isWarnEnabled(marker);
  }

  @Override
  public boolean isErrorEnabled() {
    return target.isErrorEnabled();
  }

  @Override
  public boolean isErrorEnabled(Marker marker) {
    return target.isErrorEnabled(marker);
  }
}
