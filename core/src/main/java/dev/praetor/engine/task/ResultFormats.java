package dev.praetor.engine.task;

import dev.praetor.ResultFormat;
import dev.praetor.engine.codec.ValueCodec;

/** Makes codecs of the formats that authors give to tasks and resources. */
public final class ResultFormats {
  private ResultFormats() {}

  @SuppressWarnings("unchecked") // A task with a format returns only values of the format's type.
  public static ValueCodec codec(ResultFormat<?> format) {
    ResultFormat<Object> typed = (ResultFormat<Object>) format;
    return ValueCodec.ofFormat(typed::write, typed::read);
  }
}
