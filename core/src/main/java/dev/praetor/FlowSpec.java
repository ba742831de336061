package dev.praetor;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The description of a flow as JSON, without its code, which can be stored, compared and drawn. The
 * same sources always give the same text. Immutable.
 *
 * @param json the text, with its properties always in the same order
 */
public record FlowSpec(String json) {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;

  /** Creates the description of a flow. */
  public static FlowSpec of(FlowDefinition flow) {
    return new FlowSpec(MAPPER.writeValueAsString(FlowSpecWriter.write(FlowDescription.of(flow))));
  }

  /** Returns the version of the flow: the SHA-256 hash of the text, in hexadecimal. */
  public String version() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the text with line breaks and indentation, for people. */
  public String pretty() {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree());
  }

  /** Returns the text parsed as a tree. */
  public ObjectNode tree() {
    return (ObjectNode) MAPPER.readTree(json);
  }
}
