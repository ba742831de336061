package dev.praetor.engine.codec;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** A sealed family: each member by its name, which survives a move to another package. */
final class FamilyCodec extends Codec {
  private final String family;
  private final Map<String, Codec> byName = new LinkedHashMap<>();
  private final Map<Class<?>, String> names = new HashMap<>();

  FamilyCodec(Class<?> family) {
    this.family = family.getSimpleName();
  }

  void complete(Map<Class<?>, String> namesOfMembers, Map<String, Codec> codecs) {
    names.putAll(namesOfMembers);
    byName.putAll(codecs);
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    Class<?> type = value instanceof Enum<?> it ? it.getDeclaringClass() : value.getClass();
    String name = names.get(type);
    if (name == null) {
      throw new NotCarried(type.getName() + " is no member of " + family);
    }
    Codec codec = byName.get(name);
    try {
      Tagged.write(name, value, codec, out);
    } catch (NotCarried e) {
      throw e.in("(" + name + ")");
    }
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    String name = Tags.read(in);
    Codec codec = byName.get(name);
    if (codec == null) {
      throw new NotCarried(family + " has no member " + Texts.shortened(name));
    }
    try {
      return Tagged.read(codec, in);
    } catch (NotCarried e) {
      throw e.in("(" + name + ")");
    }
  }

  @Override
  Object copy(Object value) throws NotCarried {
    Class<?> type = value instanceof Enum<?> it ? it.getDeclaringClass() : value.getClass();
    String name = names.get(type);
    Codec codec = name == null ? null : byName.get(name);
    if (codec == null) {
      throw new NotCarried(type.getName() + " is no member of " + family);
    }
    return codec.isImmutable() ? value : codec.copy(value);
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return !asked.add(this) || byName.values().stream().allMatch(codec -> codec.isImmutable(asked));
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add("(");
    byName.forEach((name, codec) -> shapes.add(name + "=").add(codec).add("|"));
    shapes.add(")");
  }
}
