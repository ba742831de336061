package dev.praetor.store.wire;

import dev.praetor.Failure;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Micros;
import dev.praetor.store.history.RecordedRow;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.json.ParametersJson;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.model.Owner;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The record of a run as JSON, as far as another process needs it to begin or resume the run. */
public final class RecordJson {
  /** A masker without secrets, because recorded texts were masked when they were written. */
  private static final Masker NO_SECRETS = new Masker();

  private RecordJson() {}

  /** Returns a run without its task runs. */
  public static ObjectNode write(StoredRun run) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("run", run.id().toString()).put("flow", run.flow()).put("name", run.name());
    run.version().ifPresent(version -> json.put("version", version));
    json.put("parameters", run.parameters());
    json.set("notes", JsonMapper.shared().valueToTree(run.parameterNotes()));
    json.put("origin", OriginJson.write(run.origin()));
    run.parent()
        .ifPresent(parent -> {
          json.put("parent", parent.run().toString()).put("parentTask", parent.task());
        });
    run.restartOf().ifPresent(earlier -> json.put("restartOf", earlier.toString()));
    json.put("created", Micros.micros(run.times().created()));
    json.put("scheduled", Micros.micros(run.times().scheduled()));
    time(json, "started", run.times().started());
    time(json, "ended", run.times().ended());
    json.put("history", HistoryJson.write(run.history(), NO_SECRETS));
    json.put("epoch", run.owner().epoch()).put("crashes", run.owner().crashes());
    return json;
  }

  private static void time(ObjectNode json, String name, Optional<Instant> time) {
    time.ifPresent(at -> json.put(name, Micros.micros(at)));
  }

  /** Reads a run. */
  public static StoredRun run(Fields from) {
    return new StoredRun(
        from.run("run"),
        new StoredRun.Definition(
            from.name("flow"),
            from.optionalText("version"),
            from.text("name"),
            from.json("parameters"),
            ParametersJson.readNotes(
                from.object("notes").json().toString(), from.text("parameters"))),
        new StoredRun.Lineage(
            OriginJson.read(from.text("origin")),
            optional(from, "parent", from::run)
                .map(run -> new Journal.Parent(run, from.text("parentTask"))),
            optional(from, "restartOf", from::run)),
        new StoredRun.RunTimes(
            time(from, "created"),
            time(from, "scheduled"),
            optional(from, "started", name -> time(from, name)),
            optional(from, "ended", name -> time(from, name))),
        HistoryJson.read(from.text("history")),
        new Owner(
            "",
            "",
            from.integer("epoch", 0, Integer.MAX_VALUE),
            OwnerLife.ALIVE,
            false,
            from.integer("crashes", 0, Integer.MAX_VALUE)),
        RunEntry.PLAIN);
  }

  private static Instant time(Fields from, String name) {
    return Micros.of(from.number(name, Long.MIN_VALUE, Long.MAX_VALUE));
  }

  private static <T> Optional<T> optional(Fields from, String name, Function<String, T> reader) {
    return from.has(name) ? Optional.of(reader.apply(name)) : Optional.empty();
  }

  /** Returns a task run with all that a later run needs, but without the texts of large values. */
  public static ObjectNode write(RecordedRow row) {
    StoredTaskRun run = row.run();
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("node", run.node()).put("index", run.index()).put("label", run.label());
    json.put("attempts", run.attempts());
    time(json, "started", run.started());
    time(json, "ended", run.ended());
    run.failure().ifPresent(own -> json.put("failure", HistoryJson.write(own, NO_SECRETS)));
    json.put(
        "history",
        run.failure()
            .map(own -> HistoryJson.write(run.history(), own, NO_SECRETS))
            .orElseGet(() -> HistoryJson.write(run.history(), NO_SECRETS)));
    Optional<BlobRef> blob = run.result().blob();
    blob.ifPresent(ref -> json.put("blob", ref.hash()).put("size", ref.size()));
    run.value().filter(_ -> blob.isEmpty()).ifPresent(value -> json.put("value", value));
    run.note().ifPresent(note -> json.put("note", note));
    row.loop().ifPresent(loop -> json.put("loop", loop));
    row.loopBlob().ifPresent(hash -> json.put("loopBlob", hash));
    return json;
  }

  /**
   * Reads a task run.
   *
   * @param large reads the text of a large value by its hash
   */
  public static RecordedRow row(Fields from, Function<String, Optional<String>> large) {
    Optional<Failure> failure = from.optionalText("failure").flatMap(HistoryJson::readFailure);
    String history = from.text("history");
    List<Transition> states =
        failure
            .map(own -> HistoryJson.read(history, own))
            .orElseGet(() -> HistoryJson.read(history));
    Optional<BlobRef> blob =
        optional(from, "blob", from::hash)
            .map(hash -> new BlobRef(hash, from.number("size", 0, Long.MAX_VALUE)));
    Optional<String> value = blob.map(BlobRef::hash).flatMap(large);
    Optional<String> note = from.optionalText("note");
    if (blob.isPresent() && value.isEmpty()) {
      note = Optional.of("its result was deleted or lost");
    }
    Optional<String> loopBlob = optional(from, "loopBlob", from::hash);
    return new RecordedRow(
        new StoredTaskRun(
            from.name("node"),
            from.integer("index", -1, Integer.MAX_VALUE),
            from.text("label"),
            states.getLast().state(),
            new StoredTaskRun.Execution(
                from.integer("attempts", 0, Integer.MAX_VALUE),
                optional(from, "started", name -> time(from, name)),
                optional(from, "ended", name -> time(from, name))),
            new StoredTaskRun.Result(
                value.or(() -> from.optionalText("value")), blob, note, failure),
            states),
        0,
        from.optionalText("loop"),
        loopBlob,
        loopBlob.flatMap(large));
  }
}
