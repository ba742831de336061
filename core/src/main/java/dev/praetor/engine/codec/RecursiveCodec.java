package dev.praetor.engine.codec;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** The codec of a type that occurs within itself, until it is known. */
final class RecursiveCodec extends Codec {
  private @Nullable Codec target;

  void is(Codec known) {
    target = known;
  }

  private Codec target() {
    return Objects.requireNonNull(target, "used before it is known");
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    target().write(value, out);
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    return target().read(in);
  }

  @Override
  Object copy(Object value) throws NotCarried {
    return target().copy(value);
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return target().isImmutable(asked);
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add(target());
  }
}
