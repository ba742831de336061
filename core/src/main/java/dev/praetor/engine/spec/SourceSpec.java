package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where an argument comes from, as JSON: what somebody without the flow's code needs to find the
 * value among what a run recorded. What a view selects only its code knows.
 */
final class SourceSpec {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private SourceSpec() {}

  static ObjectNode write(Source source) {
    return switch (source) {
      case Source.Constant constant -> constant(constant.value());
      case Source.ParameterValue parameter -> from("parameter").put("name", parameter.name());
      case Source.Output output -> from("output").put("node", output.node().name());
      case Source.Outputs outputs -> from("outputs").put("node", outputs.node().name());
      case Source.Element element -> element(element.scope());
      case Source.Each each -> of("each", each.list());
      case Source.Collect collect -> of("collect", collect.mapped());
      case Source.AllOutcomes all -> of("outcomes", all.mapped());
      case Source.OneOutcome one -> of("outcome", one.node());
      case Source.ListOf list -> {
        ObjectNode json = from("list");
        ArrayNode parts = json.putArray("parts");
        list.parts().forEach(part -> parts.add(write(part)));
        yield json;
      }
      case Source.SelectOne select -> of("select", select.from());
      case Source.SelectEach select -> of("select", select.from());
      case Source.FlattenList flatten -> of("flatten", flatten.lists());
      case Source.FlattenEach flatten -> of("flatten", flatten.lists());
    };
  }

  /** A constant: its value, or where that is long or not JSON, what it is. */
  static ObjectNode constant(@Nullable Object value) {
    ObjectNode json = from("constant");
    ConstantJson.write(value, json);
    return json;
  }

  private static ObjectNode element(Scope scope) {
    int level = scope.depth() - 1;
    ObjectNode json = from("element").put("level", level);
    json.set("of", write(scope.over(level)));
    return json;
  }

  private static ObjectNode of(String kind, Source source) {
    ObjectNode json = from(kind);
    json.set("of", write(source));
    return json;
  }

  private static ObjectNode from(String kind) {
    return MAPPER.createObjectNode().put("from", kind);
  }
}
