package dev.praetor.engine.codec;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Writes values of one type as JSON and reads them back as equal values. Null is dealt with here,
 * so that subclasses never see it. Immutable and thread-safe.
 */
abstract class Codec {
  private volatile @Nullable Boolean immutable;

  /** Writes a value. */
  abstract void write(Object value, JsonGenerator out) throws NotCarried;

  /** Reads a value; the parser stands on its first token, and on its last afterwards. */
  abstract Object read(JsonParser in) throws NotCarried;

  /** Returns an equal value that shares no mutable part with the given one. */
  abstract Object copy(Object value) throws NotCarried;

  /**
   * Returns whether no value of the type, nor anything inside one, can change.
   *
   * @param asked the codecs that are being asked already, as types may contain themselves
   */
  abstract boolean isImmutable(Set<Codec> asked);

  /** Returns whether no value of the type, nor anything inside one, can change. */
  final boolean isImmutable() {
    Boolean known = immutable;
    if (known == null) {
      known = isImmutable(Collections.newSetFromMap(new IdentityHashMap<>()));
      immutable = known;
    }
    return known;
  }

  /** Appends a text that differs when the shape of the type does. */
  abstract void describe(Shapes shapes);

  /** Returns whether a value other than null may be written as the JSON null. */
  boolean writesNull() {
    return false;
  }

  /** Returns the value that is read from the JSON null. */
  @Nullable Object ofNull() throws NotCarried {
    return null;
  }

  /** Writes null. */
  void writeNull(JsonGenerator out) throws NotCarried {
    out.writeNull();
  }

  /** Returns whether values can be the names of properties. */
  boolean isTextual() {
    return false;
  }

  /** Returns a value as the name of a property. */
  String toText(Object value) throws NotCarried {
    throw new IllegalStateException("not textual");
  }

  /** Returns the value of a name. */
  Object ofText(String text) throws NotCarried {
    throw new IllegalStateException("not textual");
  }

  final void writeNullable(@Nullable Object value, JsonGenerator out) throws NotCarried {
    if (value == null) {
      writeNull(out);
    } else {
      write(value, out);
    }
  }

  final @Nullable Object readNullable(JsonParser in) throws NotCarried {
    return in.currentToken() == JsonToken.VALUE_NULL ? ofNull() : read(in);
  }

  final @Nullable Object copyNullable(@Nullable Object value) throws NotCarried {
    return value == null || isImmutable() ? value : copy(value);
  }

  static void expect(JsonParser in, JsonToken token) throws NotCarried {
    if (in.currentToken() != token) {
      throw new NotCarried("expected " + token + ", found " + in.currentToken());
    }
  }
}
