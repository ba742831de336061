package dev.praetor.engine.codec;

import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The type of tasks that return nothing: its only value is null. */
final class NothingCodec extends Codec {
  static final NothingCodec INSTANCE = new NothingCodec();

  private NothingCodec() {}

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    throw new NotCarried("there is a value where nothing is declared");
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    throw new NotCarried("there is a value where nothing is declared");
  }

  @Override
  Object copy(Object value) {
    return value;
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return true;
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add("nothing");
  }
}
