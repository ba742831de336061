package dev.praetor.engine.document;

import dev.praetor.TaskRun;
import dev.praetor.engine.secret.Masker;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the document of a run, one task run after the other, so that a document of many task runs
 * needs little memory. Times have the precision of a store, microseconds.
 */
public final class DocumentWriter {
  private static final JsonMapper MAPPER = DisplayJson.MAPPER;
  private static final int MOST_CHILDREN = 10_000;
  private final DocumentedRun run;

  private DocumentWriter(DocumentedRun run) {
    this.run = run;
  }

  /** Returns the whole document, which has to fit into memory. */
  public static ObjectNode write(DocumentedRun run) {
    ObjectNode json = header(run);
    ArrayNode taskRuns = json.putArray("taskRuns");
    new DocumentWriter(run).rows(taskRuns::add);
    return json;
  }

  /** Writes the whole document as text with line breaks. */
  public static void write(DocumentedRun run, PrintWriter out) {
    try (JsonGenerator json =
        MAPPER
            .writerWithDefaultPrettyPrinter()
            .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .createGenerator(out)) {
      json.writeStartObject();
      for (var property : header(run).properties()) {
        json.writeName(property.getKey());
        json.writeTree(property.getValue());
      }
      json.writeArrayPropertyStart("taskRuns");
      new DocumentWriter(run).rows(json::writeTree);
      json.writeEndArray();
      json.writeEndObject();
    }
    out.println();
  }

  /** Writes the document without its task runs. */
  public static ObjectNode header(DocumentedRun run) {
    DocumentedRun.Header header = run.header();
    DocumentedRun.Identity identity = header.identity();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", identity.id().toString()).put("flow", identity.flow());
    json.put("name", identity.name());
    json.put("version", identity.version().orElse(null));
    json.put("state", header.state().name());
    json.put("message", run.masker().mask(header.state().message()));
    json.put("lost", header.lost());
    header.lineage().restartOf().ifPresent(earlier -> json.put("restartOf", earlier.toString()));
    header
        .lineage()
        .parent()
        .ifPresent(parent ->
            json.putObject("parent")
                .put("run", parent.run().toString())
                .put("task", parent.task()));
    ObjectNode labels = json.putObject("labels");
    header.labels().forEach(labels::put);
    json.set("parameters", run.parameters());
    json.set("value", run.value());
    put(json, "created", Optional.of(header.times().created()));
    put(json, "started", header.times().started());
    put(json, "ended", header.times().ended());
    return json;
  }

  private void rows(Consumer<ObjectNode> rows) {
    run.nodes().forEach(node -> node(node, rows));
  }

  private void node(DocumentedNode node, Consumer<ObjectNode> rows) {
    ObjectNode row = taskRun(node.own(), run.masker());
    Optional<DocumentedNode.Children> children = node.children(MOST_CHILDREN);
    if (children.isPresent()) {
      ObjectNode counts = row.putObject("children");
      children.get().counts().forEach((type, n) -> counts.put(type.label(), n));
      if (children.get().leftOut() > 0) {
        row.put("childrenLeftOut", children.get().leftOut());
      }
    }
    rows.accept(row);
    switch (children.orElse(null)) {
      case null -> {}
      case DocumentedNode.Groups groups -> groups.nodes().forEach(inner -> node(inner, rows));
      case DocumentedNode.TaskRuns all ->
          all.shown().forEach(child -> rows.accept(taskRun(child, run.masker())));
    }
  }

  /** Writes a task run of the document. */
  public static ObjectNode taskRun(DocumentedTaskRun documented, Masker masker) {
    TaskRun run = documented.run();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("node", run.node()).put("index", run.index()).put("label", run.label());
    json.put("state", run.state().name());
    json.put("message", masker.mask(run.state().message()));
    json.put("attempts", run.attempts());
    json.set("value", documented.value());
    documented.note().ifPresent(note -> json.put("note", note));
    run.failure()
        .ifPresentOrElse(
            failure -> json.set("failure", FailureJson.of(masker.mask(failure))),
            () -> json.putNull("failure"));
    put(json, "started", documented.started());
    put(json, "ended", documented.ended());
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<Instant> time) {
    json.put(
        name,
        time.map(at -> at.truncatedTo(ChronoUnit.MICROS)).map(Instant::toString).orElse(null));
  }
}
