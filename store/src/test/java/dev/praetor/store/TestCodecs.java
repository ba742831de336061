package dev.praetor.store;

import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.ValueCodec;
import java.lang.reflect.Type;

/** The codecs of types that tests use. */
final class TestCodecs {
  private static final Codecs CODECS = new Codecs(TestCodecs.class.getClassLoader());

  private TestCodecs() {}

  static ValueCodec of(Type type) {
    return CODECS.of(type).found().orElseThrow();
  }
}
