package dev.praetor.store.wire;

import dev.praetor.RunId;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.store.blob.BlobReader;
import dev.praetor.store.history.RecordSource;
import dev.praetor.store.history.RecordedRow;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record of a run as lines of JSON, the last of which says that it is whole: the run, the
 * elements of its mapped nodes, its task runs, and for some readers its large values.
 *
 * @param lines the lines without the last one
 * @param blobs reads the large values that are not part of the lines
 */
public record RecordLines(List<Fields> lines, BlobReader blobs) implements RecordSource {
  private static final String LARGE = "large";

  public RecordLines {
    lines = List.copyOf(lines);
  }

  /**
   * Reads a record.
   *
   * @throws StoreFailed if it did not arrive whole
   */
  public static RecordLines read(Stream<byte[]> text, BlobReader blobs) {
    List<Fields> lines = new ArrayList<>(text.map(line -> Fields.of(line, "record")).toList());
    if (lines.isEmpty() || !lines.removeLast().flag("end") || lines.isEmpty()) {
      throw StoreFailed.unavailable(
          "the server", "the record of the run did not arrive whole", "try again");
    }
    return new RecordLines(lines, blobs);
  }

  /**
   * Reads a record with its large values.
   *
   * @throws StoreFailed if it did not arrive whole
   */
  public static RecordLines readWhole(Stream<byte[]> text) {
    Map<String, String> large = new HashMap<>();
    RecordLines read = read(text, hash -> Optional.ofNullable(large.get(hash)));
    read.lines.stream()
        .filter(line -> line.has(LARGE))
        .forEach(line -> large.put(line.hash(LARGE), line.text("text")));
    return read;
  }

  /** Writes the record of a run, without large values. */
  public static void write(RecordSource records, StoredRun run, PrintWriter out) {
    write(records, run, _ -> {}, out);
  }

  /** Writes the record of a run with its large values, each once. */
  public static void writeWhole(RecordSource records, StoredRun run, PrintWriter out) {
    Set<String> written = new HashSet<>();
    write(
        records,
        run,
        hash -> {
          if (written.add(hash)) {
            records
                .blobs()
                .read(hash)
                .ifPresent(text -> line(out, object().put(LARGE, hash).put("text", text)));
          }
        },
        out);
  }

  private static void write(
      RecordSource records, StoredRun run, Consumer<String> large, PrintWriter out) {
    line(out, RecordJson.write(run));
    records.elements(
        run.id(),
        (node, hashes) -> line(out, object().put("elementsOf", node).put("hashes", hashes.text())));
    records.taskRuns(
        run.id(),
        row -> {
          row.run().result().blob().ifPresent(blob -> large.accept(blob.hash()));
          row.loopBlob().ifPresent(large);
          line(out, RecordJson.write(row));
        });
    line(out, object().put("end", true));
  }

  private static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  private static void line(PrintWriter out, ObjectNode json) {
    out.println(JsonMapper.shared().writeValueAsString(json));
  }

  @Override
  public StoredRun run(RunId id) {
    return RecordJson.run(lines.getFirst());
  }

  @Override
  public void elements(RunId run, BiConsumer<String, ElementHashes> consumer) {
    lines.stream()
        .filter(line -> line.has("elementsOf"))
        .forEach(line ->
            consumer.accept(line.name("elementsOf"), ElementHashes.parse(line.text("hashes"))));
  }

  @Override
  public void taskRuns(RunId run, Consumer<RecordedRow> consumer) {
    lines.stream()
        .filter(line -> line.has("node"))
        .forEach(line -> consumer.accept(RecordJson.row(line, blobs::read)));
  }
}
