package dev.praetor.store.wire;

import dev.praetor.FlowSpec;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.json.ParametersJson;
import dev.praetor.store.write.BatchRows;
import dev.praetor.store.write.Job;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The first row of a run that a runner makes, as JSON. */
final class BeginJson {
  private BeginJson() {}

  /** Writes the members of a beginning into the object that is being written. */
  static void write(RunnerEvent.Begin begin, JsonGenerator out) {
    BatchRows.BeginRow row = begin.row();
    out.writeStringProperty("run", row.run());
    out.writeStringProperty("flow", row.definition().flow());
    out.writeStringProperty("name", row.definition().name());
    out.writeStringProperty("parameters", row.definition().parameters());
    out.writeStringProperty("notes", row.definition().parameterNotes());
    optional("parent", row.lineage().parent(), out);
    optional("parentTask", row.lineage().parentTask(), out);
    optional("restartOf", row.lineage().restartOf(), out);
    out.writeNumberProperty("created", row.created());
    out.writeNumberProperty("scheduled", row.scheduled());
    out.writeStringProperty("history", row.history());
    Job.Version version = begin.version();
    if (version != null) {
      out.writeStringProperty("version", version.hash());
      out.writeStringProperty("spec", version.spec());
    }
  }

  private static void optional(String name, @Nullable String text, JsonGenerator out) {
    if (text != null) {
      out.writeStringProperty(name, text);
    }
  }

  static RunnerEvent.Begin read(Fields from) {
    String flow = from.name("flow");
    Job.Version version = from.has("spec") ? version(from, flow) : null;
    String parameters = from.json("parameters");
    String notes = from.json("notes");
    Fields.checked(
        from.where() + ".notes",
        "notes on parameters",
        () -> ParametersJson.readNotes(notes, parameters));
    String history = from.text("history");
    Fields.checked(
        from.where() + ".history", "a history", () -> HistoryJson.read(history).getFirst());
    return new RunnerEvent.Begin(
        new BatchRows.BeginRow(
            from.run("run").toString(),
            new BatchRows.Definition(
                flow,
                version == null ? null : version.hash(),
                from.name("name"),
                parameters,
                notes),
            new BatchRows.Lineage(
                BatchRows.Origin.inherited(Optional.empty()),
                run(from, "parent"),
                from.optionalText("parentTask").orElse(null),
                run(from, "restartOf")),
            from.number("created", Long.MIN_VALUE, Long.MAX_VALUE),
            from.number("scheduled", Long.MIN_VALUE, Long.MAX_VALUE),
            history),
        version);
  }

  private static @Nullable String run(Fields from, String name) {
    return Optional.of(name)
        .filter(from::has)
        .map(member -> from.run(member).toString())
        .orElse(null);
  }

  private static Job.Version version(Fields from, String flow) {
    String spec = from.json("spec");
    String hash =
        Fields.checked(from.where() + ".spec", "a flow", () -> new FlowSpec(spec).version());
    if (!hash.equals(from.text("version"))) {
      throw new Malformed(from.where() + ".version", "must be the hash of the flow's description");
    }
    return new Job.Version(hash, flow, spec);
  }
}
