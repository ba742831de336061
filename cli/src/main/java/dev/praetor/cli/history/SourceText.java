package dev.praetor.cli.history;

import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** Where an argument comes from, in words, read from a flow's description. */
public final class SourceText {
  private SourceText() {}

  public static String of(JsonNode source) {
    return switch (source.path("from").asString("")) {
      case "constant" -> "a constant";
      case "parameter" -> "parameter " + source.path("name").asString();
      case "output" -> source.path("node").asString();
      case "outputs" -> source.path("node").asString() + "[i]";
      case "element" -> "an element of " + of(source.path("of"));
      case "each" -> "each of " + of(source.path("of"));
      case "collect" -> "all of " + of(source.path("of"));
      case "outcomes", "outcome" -> "how " + of(source.path("of")) + " ended";
      case "select" -> "a part of " + of(source.path("of"));
      case "flatten" -> "the elements of " + of(source.path("of"));
      case "list" -> {
        StringJoiner parts = new StringJoiner(", ", "[", "]");
        source.path("parts").forEach(part -> parts.add(of(part)));
        yield parts.toString();
      }
      default -> "something this Praetor does not know";
    };
  }
}
