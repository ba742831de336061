package dev.praetor.engine.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trees of Jackson, which are JSON already. A tree with scalars of types that its JSON does not
 * show, such as a long that is small enough for an int, states these types before it.
 */
final class JsonTreeCodec extends Codec {
  private static final String TYPED = "TREE";
  private static final String TYPES = "types";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private final Class<?> declared;

  JsonTreeCodec(Class<?> declared) {
    this.declared = declared;
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    JsonNode tree = (JsonNode) value;
    Map<String, TreeScalar> types = new LinkedHashMap<>();
    collect(tree, "", types);
    if (types.isEmpty() && !tree.isNull() && !isTakenForTyped(tree)) {
      writeTree(tree, out);
      return;
    }
    out.writeStartObject();
    out.writeStringProperty(Tags.NAME, TYPED);
    out.writeName(TYPES);
    out.writeStartObject();
    types.forEach((path, type) -> out.writeStringProperty(path, type.name()));
    out.writeEndObject();
    out.writeName(Tags.VALUE);
    writeTree(tree, out);
    out.writeEndObject();
  }

  private static boolean isTakenForTyped(JsonNode tree) {
    return tree.isObject() && tree.path(Tags.NAME).asString("").equals(TYPED);
  }

  /** Collects the types that reading would not find, by the paths of their scalars. */
  private static void collect(JsonNode tree, String path, Map<String, TreeScalar> into)
      throws NotCarried {
    switch (tree) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> part : object.properties()) {
          if (!Texts.isWellFormed(part.getKey())) {
            throw new NotCarried("the name of a property has half a pair of characters");
          }
          collect(part.getValue(), path + "/" + escaped(part.getKey()), into);
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          collect(array.get(i), path + "/" + i, into);
        }
      }
      default -> {
        TreeScalar type = TreeScalar.of(tree);
        if (!type.isShown(tree)) {
          into.put(path, type);
        }
      }
    }
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static void writeTree(JsonNode tree, JsonGenerator out) throws NotCarried {
    switch (tree) {
      case ObjectNode object -> {
        List<Map.Entry<String, JsonNode>> parts = new ArrayList<>(object.properties());
        if (Canonical.isWantedBy(out)) {
          parts.sort(Comparator.comparing(Map.Entry::getKey));
        }
        out.writeStartObject();
        for (Map.Entry<String, JsonNode> part : parts) {
          out.writeName(part.getKey());
          writeTree(part.getValue(), out);
        }
        out.writeEndObject();
      }
      case ArrayNode array -> {
        out.writeStartArray();
        for (JsonNode element : array) {
          writeTree(element, out);
        }
        out.writeEndArray();
      }
      default -> TreeScalar.of(tree).write(tree, out);
    }
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    JsonNode tree =
        in.currentToken() == JsonToken.START_OBJECT ? readObject(in) : readTree(in, "", Map.of());
    if (!declared.isInstance(tree)) {
      throw new NotCarried(tree.getNodeType() + " is no " + declared.getSimpleName());
    }
    return tree;
  }

  private static JsonNode readObject(JsonParser in) throws NotCarried {
    ObjectNode object = NODES.objectNode();
    boolean first = true;
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      in.nextToken();
      JsonNode value = readTree(in, "", Map.of());
      if (first && name.equals(Tags.NAME) && value.isString() && value.asString().equals(TYPED)) {
        return readTyped(in);
      }
      first = false;
      object.set(name, value);
    }
    expect(in, JsonToken.END_OBJECT);
    return object;
  }

  private static JsonNode readTyped(JsonParser in) throws NotCarried {
    in.nextToken();
    if (!TYPES.equals(in.currentName()) || in.nextToken() != JsonToken.START_OBJECT) {
      throw new NotCarried("a tree does not state its types");
    }
    Map<String, TreeScalar> types = new LinkedHashMap<>();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String path = in.currentName();
      in.nextToken();
      types.put(path, TreeScalar.named(in.getString()));
    }
    in.nextToken();
    Tags.value(in);
    JsonNode tree = readTree(in, "", types);
    Tags.close(in);
    return tree;
  }

  private static JsonNode readTree(JsonParser in, String path, Map<String, TreeScalar> types)
      throws NotCarried {
    switch (in.currentToken()) {
      case START_OBJECT -> {
        ObjectNode object = NODES.objectNode();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
          String name = in.currentName();
          in.nextToken();
          object.set(name, readTree(in, types.isEmpty() ? "" : path + "/" + escaped(name), types));
        }
        return object;
      }
      case START_ARRAY -> {
        ArrayNode array = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
          array.add(readTree(in, types.isEmpty() ? "" : path + "/" + array.size(), types));
        }
        return array;
      }
      default -> {
        TreeScalar type = types.get(path);
        return scalar(in, type == null ? TreeScalar.shownBy(in) : type);
      }
    }
  }

  private static JsonNode scalar(JsonParser in, TreeScalar type) throws NotCarried {
    String text = in.getString();
    try {
      return switch (type) {
        case STRING -> NODES.stringNode(text);
        case BOOLEAN -> NODES.booleanNode(text.equals("true"));
        case NULL -> NODES.nullNode();
        case BINARY -> NODES.binaryNode(Base64.getDecoder().decode(text));
        case SHORT -> NODES.numberNode(Short.parseShort(text));
        case INT -> NODES.numberNode(Integer.parseInt(text));
        case LONG -> NODES.numberNode(Long.parseLong(text));
        case BIG_INTEGER -> NODES.numberNode(new BigInteger(text));
        case FLOAT -> NODES.numberNode(Float.parseFloat(text));
        case DOUBLE -> NODES.numberNode(Double.parseDouble(text));
        case DECIMAL -> NODES.numberNode(new BigDecimal(text));
      };
    } catch (IllegalArgumentException e) {
      throw new NotCarried("'" + Texts.shortened(text) + "' is not a " + type);
    }
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
