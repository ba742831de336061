package dev.praetor.cli.terminal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import dev.praetor.engine.CurrentTask;
import org.jspecify.annotations.Nullable;

/**
 * Prints log lines above the picture of a run, with the run's secrets masked, and passes the lines
 * of a task run to the run, which records them.
 */
public final class ScreenAppender extends AppenderBase<ILoggingEvent> {
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

  @Override
  protected void append(ILoggingEvent event) {
    Layout<ILoggingEvent> lines = layout;
    if (lines != null) {
      Screen.STANDARD.println(CurrentTask.mask(lines.doLayout(event).stripTrailing()));
    }
    Layout<ILoggingEvent> kept = text;
    if (kept != null) {
      CurrentTask.log(
          event.getInstant(),
          event.getLevel().toString(),
          event.getLoggerName(),
          () -> kept.doLayout(event).stripTrailing());
    }
  }
}
