package dev.praetor;

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
 * A flow as JSON, without its code: what can be stored, compared and drawn elsewhere. The same
 * sources give the same text, however often they are built. Immutable.
 *
 * @param json the text, with its properties always in the same order
 */
public record FlowSpec(String json) {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** Describes a flow. */
  public static FlowSpec of(FlowDefinition flow) {
    return new FlowSpec(MAPPER.writeValueAsString(FlowSpecWriter.write(FlowDescription.of(flow))));
  }

  /** The version of the flow: the SHA-256 of the text, in hexadecimal. */
  public String version() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The text with line breaks, for people. */
  public String pretty() {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree());
  }

  /** The text as a tree. */
  public ObjectNode tree() {
    return (ObjectNode) MAPPER.readTree(json);
  }
}
