package dev.praetor.engine.codec;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Entries of maps, as arrays of two. */
final class EntryCodec extends Codec {
  private final Codec key;
  private final Codec value;

  EntryCodec(Codec key, Codec value) {
    this.key = key;
    this.value = value;
  }

  @Override
  void write(Object entry, JsonGenerator out) throws NotCarried {
    Map.Entry<?, ?> pair = (Map.Entry<?, ?>) entry;
    out.writeStartArray();
    key.writeNullable(pair.getKey(), out);
    value.writeNullable(pair.getValue(), out);
    out.writeEndArray();
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    expect(in, JsonToken.START_ARRAY);
    in.nextToken();
    Object first = key.readNullable(in);
    in.nextToken();
    Object second = value.readNullable(in);
    in.nextToken();
    expect(in, JsonToken.END_ARRAY);
    return new AbstractMap.SimpleImmutableEntry<>(first, second);
  }

  @Override
  Object copy(Object entry) throws NotCarried {
    Map.Entry<?, ?> pair = (Map.Entry<?, ?>) entry;
    return new AbstractMap.SimpleImmutableEntry<>(
        key.copyNullable(pair.getKey()), value.copyNullable(pair.getValue()));
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return false; // A live entry changes with its map.
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add("entry<").add(key).add(",").add(value).add(">");
  }
}
