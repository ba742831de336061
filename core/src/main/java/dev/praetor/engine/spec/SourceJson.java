package dev.praetor.engine.spec;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.spec.SourceDescription.Sliced;
import dev.praetor.engine.spec.SourceDescription.Whole;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the sources of arguments as JSON, and reads them. */
final class SourceJson {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;

  private SourceJson() {}

  static ObjectNode write(SourceDescription source) {
    return switch (source) {
      case SourceDescription.Constant constant -> {
        ObjectNode json = from("constant");
        json.set("value", constant.value());
        constant.sha256().ifPresent(hash -> json.put("sha256", hash));
        yield json;
      }
      case SourceDescription.OmittedConstant omitted -> {
        ObjectNode json = from("constant").put("text", omitted.text());
        omitted.sha256().ifPresent(hash -> json.put("sha256", hash));
        yield json;
      }
      case SourceDescription.ParameterValue parameter ->
          from("parameter").put("name", parameter.name());
      case SourceDescription.Output output -> from("output").put("node", output.node());
      case SourceDescription.Outputs outputs -> from("outputs").put("node", outputs.node());
      case SourceDescription.Element element -> {
        ObjectNode json = from("element").put("level", element.level());
        json.set("of", write(element.over()));
        yield json;
      }
      case SourceDescription.Each each -> of("each", each.list());
      case SourceDescription.Collect collect -> of("collect", collect.mapped());
      case SourceDescription.AllOutcomes all -> of("outcomes", all.mapped());
      case SourceDescription.OneOutcome one -> of("outcome", one.node());
      case SourceDescription.ListOf list -> {
        ObjectNode json = from("list");
        ArrayNode parts = json.putArray("parts");
        list.parts().forEach(part -> parts.add(write(part)));
        yield json;
      }
      case SourceDescription.SelectOne select -> of("select", select.from());
      case SourceDescription.SelectEach select -> of("select", select.from());
      case SourceDescription.FlattenList flatten -> of("flatten", flatten.lists());
      case SourceDescription.FlattenEach flatten -> of("flatten", flatten.lists());
    };
  }

  private static ObjectNode of(String kind, SourceDescription source) {
    ObjectNode json = from(kind);
    json.set("of", write(source));
    return json;
  }

  private static ObjectNode from(String kind) {
    return MAPPER.createObjectNode().put("from", kind);
  }

  /** Reads a source. A view is whole or sliced as the source it is a view of. */
  static SourceDescription read(JsonNode json) {
    return switch (json.path("from").asString("")) {
      case "constant" ->
          json.has("value")
              ? new SourceDescription.Constant(json.get("value"), SpecJson.optional(json, "sha256"))
              : new SourceDescription.OmittedConstant(
                  SpecJson.text(json, "text"), SpecJson.optional(json, "sha256"));
      case "parameter" -> new SourceDescription.ParameterValue(SpecJson.text(json, "name"));
      case "output" -> new SourceDescription.Output(SpecJson.text(json, "node"));
      case "outputs" -> new SourceDescription.Outputs(SpecJson.text(json, "node"));
      case "element" ->
          new SourceDescription.Element(SpecJson.number(json, "level"), sliced(json.path("of")));
      case "each" -> new SourceDescription.Each(whole(json.path("of")));
      case "collect" -> new SourceDescription.Collect(sliced(json.path("of")));
      case "outcomes" -> new SourceDescription.AllOutcomes(sliced(json.path("of")));
      case "outcome" -> new SourceDescription.OneOutcome(whole(json.path("of")));
      case "list" -> list(json.path("parts"));
      case "select" ->
          switch (read(json.path("of"))) {
            case Whole one -> new SourceDescription.SelectOne(one);
            case Sliced each -> new SourceDescription.SelectEach(each);
          };
      case "flatten" ->
          switch (read(json.path("of"))) {
            case Whole lists -> new SourceDescription.FlattenList(lists);
            case Sliced lists -> new SourceDescription.FlattenEach(lists);
          };
      default -> throw new UnreadableFlowSpec("unknown source: " + json);
    };
  }

  static Whole whole(JsonNode json) {
    return switch (read(json)) {
      case Whole whole -> whole;
      case Sliced _ ->
          throw new UnreadableFlowSpec("expected one value, not a value for each index: " + json);
    };
  }

  private static Sliced sliced(JsonNode json) {
    return switch (read(json)) {
      case Sliced sliced -> sliced;
      case Whole _ -> throw new UnreadableFlowSpec("expected a value for each index: " + json);
    };
  }

  private static SourceDescription.ListOf list(JsonNode json) {
    List<Whole> parts = new ArrayList<>();
    json.forEach(part -> parts.add(whole(part)));
    return new SourceDescription.ListOf(parts);
  }
}
