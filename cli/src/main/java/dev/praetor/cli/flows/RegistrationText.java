package dev.praetor.cli.flows;

import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.text.Columns;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.spec.FlowChange;
import dev.praetor.engine.spec.FlowChangeText;
import dev.praetor.engine.spec.FlowDiff;
import dev.praetor.store.flow.RegisteredChange;
import dev.praetor.store.model.RegisteredVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The outcome of a registration, in words and as JSON. */
record RegistrationText(FlowCatalog flows) {
  /** The words for a version that differs from another in its package only. */
  static final String OTHER_CODE = "same graph, other code";

  /** Returns a line for each flow, with lines about what changed below it. */
  List<String> lines(List<RegisteredChange> changes, String place) {
    int width =
        changes.stream().mapToInt(change -> Columns.of(change.now().flowKey())).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (RegisteredChange change : changes) {
      lines.add(
          "%s  %-9s  version %d%s"
              .formatted(
                  Columns.pad(change.now().flowKey(), width),
                  word(change.kind()),
                  change.now().number(),
                  change.isBack() ? " again" : ""));
      if (isOtherCode(change)) {
        lines.add("  " + OTHER_CODE);
      }
      differences(change).forEach(each -> lines.add("  " + FlowChangeText.of(each)));
      if (change.archived()) {
        lines.add(
            "  it is archived and makes no runs; praetor flows unarchive "
                + change.now().flowKey()
                + place
                + " takes that back");
      }
    }
    return lines;
  }

  private static boolean isOtherCode(RegisteredChange change) {
    return change.kind() == RegisteredChange.Kind.CHANGED && hasSameGraph(change);
  }

  private static boolean hasSameGraph(RegisteredChange change) {
    return change.before().filter(before -> before.hasSameGraph(change.now())).isPresent();
  }

  private List<FlowChange> differences(RegisteredChange change) {
    return change.kind() == RegisteredChange.Kind.CHANGED
        ? differences(change.before().orElseThrow(), change.now())
        : List.of();
  }

  /** Returns the differences of the graphs of two versions. */
  List<FlowChange> differences(RegisteredVersion before, RegisteredVersion after) {
    return before.hasSameGraph(after)
        ? List.of()
        : FlowDiff.of(flows.spec(before), flows.spec(after));
  }

  /** Returns the outcome as a JSON object. */
  ObjectNode json(Registration registration, List<RegisteredChange> changes) {
    ObjectNode all = JsonMapper.shared().createObjectNode();
    all.put("project", registration.project());
    ObjectNode code =
        all.putObject("package")
            .put("sha256", registration.contents().sha256())
            .put("size", registration.contents().size())
            .put("kind", word(registration.contents().kind()))
            .put("release", registration.contents().release());
    VersionText.files(code, registration.contents().files());
    ArrayNode list = all.putArray("flows");
    for (RegisteredChange change : changes) {
      ObjectNode one =
          list.addObject()
              .put("flow", change.now().flowKey())
              .put("status", word(change.kind()))
              .put("version", change.now().number())
              .put("hash", change.now().version())
              .put("sameGraph", hasSameGraph(change))
              .put("archived", change.archived());
      change.before().ifPresent(before -> one.put("previous", before.number()));
      one.set("changes", FlowChangeText.json(differences(change)));
    }
    return all;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
