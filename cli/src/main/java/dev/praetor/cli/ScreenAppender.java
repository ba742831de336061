package dev.praetor.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.Layout;
import dev.praetor.engine.run.Ambient;
import org.jspecify.annotations.Nullable;

/** Prints log lines above the picture of a run, with the run's secrets taken out. */
public final class ScreenAppender extends AppenderBase<ILoggingEvent> {
  private @Nullable Layout<ILoggingEvent> layout;

  public void setLayout(Layout<ILoggingEvent> layout) {
    this.layout = layout;
  }

  @Override
  protected void append(ILoggingEvent event) {
    Layout<ILoggingEvent> lines = layout;
    if (lines != null) {
      Screen.STANDARD.println(Ambient.mask(lines.doLayout(event).stripTrailing()));
    }
  }
}
