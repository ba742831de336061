package dev.praetor.engine.codec;

import java.util.IdentityHashMap;

/** Puts the shape of a type into words; a part that occurs again is named by its number. */
final class Shapes {
  private final StringBuilder text = new StringBuilder();
  private final IdentityHashMap<Codec, Integer> seen = new IdentityHashMap<>();

  static String of(Codec codec) {
    Shapes shapes = new Shapes();
    shapes.add(codec);
    return shapes.text.toString();
  }

  Shapes add(String part) {
    text.append(part);
    return this;
  }

  Shapes add(Codec codec) {
    Integer before = seen.putIfAbsent(codec, seen.size());
    if (before != null) {
      text.append('#').append(before);
    } else {
      codec.describe(this);
    }
    return this;
  }
}
