package dev.praetor.engine.codec;

import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Trees of Jackson, which are JSON already. */
final class JsonTreeCodec extends Codec {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(tools.jackson.databind.DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .build();
  private final Class<?> declared;

  JsonTreeCodec(Class<?> declared) {
    this.declared = declared;
  }

  @Override
  void write(Object value, JsonGenerator out) {
    out.writeRawValue(value.toString());
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    JsonNode tree = MAPPER.readTree(in);
    if (!declared.isInstance(tree)) {
      throw new NotCarried(tree.getNodeType() + " is no " + declared.getSimpleName());
    }
    return tree;
  }

  @Override
  Object copy(Object value) {
    return ((JsonNode) value).deepCopy();
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return false;
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add("json");
  }
}
