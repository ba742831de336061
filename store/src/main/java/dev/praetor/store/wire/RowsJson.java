package dev.praetor.store.wire;

import dev.praetor.StateType;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.json.LoopJson;
import dev.praetor.store.json.StoredValue;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.write.BatchRows;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * The rows of a batch as JSON. The row of a task run is an array, so that many rows are a short
 * text: {@code [node, index, state, attempts, created, started, ended, value]}, and the columns
 * that only some rows have.
 */
final class RowsJson {
  private static final int PLAIN = 8;
  private static final int FULL = 19;
  private static final long LARGEST_BLOB = 1L << 40;
  private static final Set<String> STATES =
      Stream.of(StateType.values()).map(StateType::label).collect(Collectors.toUnmodifiableSet());

  private RowsJson() {}

  /** Writes the members of a batch into the object that is being written. */
  static void write(BatchRows rows, JsonGenerator out) {
    out.writeStringProperty("run", rows.run());
    out.writeNumberProperty("epoch", rows.epoch());
    if (!rows.tasks().isEmpty()) {
      out.writeArrayPropertyStart("tasks");
      rows.tasks().forEach(row -> write(row, out));
      out.writeEndArray();
    }
    if (!rows.counts().isEmpty()) {
      out.writeArrayPropertyStart("counts");
      for (BatchRows.Count row : rows.counts()) {
        out.writeStartArray();
        out.writeString(row.node());
        out.writeString(row.state());
        out.writeNumber(row.n());
        out.writeEndArray();
      }
      out.writeEndArray();
    }
    if (!rows.elements().isEmpty()) {
      out.writeArrayPropertyStart("elements");
      for (BatchRows.Elements row : rows.elements()) {
        out.writeStartArray();
        out.writeString(row.node());
        out.writeString(row.hashes());
        out.writeEndArray();
      }
      out.writeEndArray();
    }
    if (!rows.history().isEmpty()) {
      out.writeArrayPropertyStart("history");
      for (BatchRows.HistoryPart row : rows.history()) {
        out.writeStartArray();
        out.writeString(row.node());
        out.writeNumber(row.index());
        out.writeNumber(row.part());
        out.writeString(row.states());
        out.writeEndArray();
      }
      out.writeEndArray();
    }
    BatchRows.FlowRow flow = rows.flow();
    if (flow != null) {
      out.writeArrayPropertyStart("flow");
      out.writeString(flow.state());
      out.writeString(flow.message());
      number(flow.started(), out);
      number(flow.ended(), out);
      out.writeString(flow.history());
      out.writeEndArray();
    }
  }

  private static void write(BatchRows.Task row, JsonGenerator out) {
    out.writeStartArray();
    out.writeString(row.node());
    out.writeNumber(row.index());
    out.writeString(row.state());
    out.writeNumber(row.progress().attempts());
    out.writeNumber(row.progress().created());
    number(row.progress().started(), out);
    number(row.progress().ended(), out);
    text(row.value().json(), out);
    Blob blob = row.value().blob();
    BatchRows.Details more = row.more();
    if (row.label() != null || blob != null || row.value().note() != null || more != null) {
      text(row.label(), out);
      text(row.value().note(), out);
      write(blob, out);
      text(more == null ? null : more.message(), out);
      out.writeNumber(more == null ? 0 : more.earlier());
      text(more == null ? null : more.history(), out);
      text(more == null ? null : more.failure(), out);
      LoopJson.Encoded loop = more == null ? null : more.loop();
      text(loop == null ? null : loop.json(), out);
      write(loop == null ? null : loop.blob(), out);
    }
    out.writeEndArray();
  }

  private static void write(@Nullable Blob blob, JsonGenerator out) {
    text(blob == null ? null : blob.ref().hash(), out);
    number(blob == null ? null : Long.valueOf(blob.ref().size()), out);
  }

  private static void text(@Nullable String text, JsonGenerator out) {
    if (text == null) {
      out.writeNull();
    } else {
      out.writeString(text);
    }
  }

  private static void number(@Nullable Long number, JsonGenerator out) {
    if (number == null) {
      out.writeNull();
    } else {
      out.writeNumber(number);
    }
  }

  /**
   * Reads the members of a batch.
   *
   * @param number the number of the batch in its epoch
   */
  static BatchRows read(Fields from, long number) {
    int epoch = from.integer("epoch", 1, Integer.MAX_VALUE);
    List<BatchRows.FlowRow> flow =
        from.has("flow")
            ? List.of(flow(from.json().get("flow"), from.where() + ".flow"))
            : List.of();
    return new BatchRows(
        from.run("run").toString(),
        epoch,
        BatchRows.sequence(epoch, number),
        from.all("tasks", RowsJson::task),
        from.all("counts", RowsJson::count),
        from.all("elements", RowsJson::elements),
        flow.isEmpty() ? null : flow.getFirst(),
        from.all("history", RowsJson::part));
  }

  private static BatchRows.Task task(JsonNode json, String where) {
    if (!json.isArray() || json.size() != PLAIN && json.size() != FULL) {
      throw new Malformed(where, "must be an array of %d or %d".formatted(PLAIN, FULL));
    }
    BatchRows.Progress progress =
        new BatchRows.Progress(
            Fields.integer(json.get(3), where + "[3]", 0, Integer.MAX_VALUE),
            Fields.number(json.get(4), where + "[4]", Long.MIN_VALUE, Long.MAX_VALUE),
            Fields.optionalNumber(json.get(5), where + "[5]"),
            Fields.optionalNumber(json.get(6), where + "[6]"));
    boolean isFull = json.size() == FULL;
    Blob blob = isFull ? blob(json, 10, where) : null;
    String value = isNull(json, 7) ? null : Fields.json(json.get(7), where + "[7]");
    if (blob != null && value != null) {
      throw new Malformed(where, "must not have two values");
    }
    return new BatchRows.Task(
        Fields.name(json.get(0), where + "[0]"),
        Fields.integer(json.get(1), where + "[1]", -1, Integer.MAX_VALUE),
        state(json.get(2), where + "[2]"),
        isFull ? optional(json, 8, where) : null,
        progress,
        new StoredValue(value, blob, isFull ? optional(json, 9, where) : null),
        isFull && !isNull(json, 12) ? details(json, where) : null);
  }

  private static BatchRows.Details details(JsonNode json, String where) {
    String history = optional(json, 14, where);
    if (history != null) {
      Fields.checked(where + "[14]", "a history", () -> HistoryJson.read(history));
    }
    String failure = optional(json, 15, where);
    if (failure != null) {
      Fields.checked(where + "[15]", "a failure", () -> HistoryJson.readFailure(failure));
      Fields.json(json.get(15), where + "[15]");
    }
    String loop = optional(json, 16, where);
    Blob state = blob(json, 17, where);
    if (loop != null) {
      Fields.json(json.get(16), where + "[16]");
      if (!LoopJson.isProgress(loop)) {
        throw new Malformed(where + "[16]", "must be the progress of a loop");
      }
    }
    return new BatchRows.Details(
        Fields.text(json.get(12), where + "[12]"),
        Fields.integer(json.get(13), where + "[13]", 0, Integer.MAX_VALUE),
        history,
        failure,
        loop == null ? null : new LoopJson.Encoded(loop, state));
  }

  private static boolean isNull(JsonNode json, int at) {
    return json.get(at).isNull();
  }

  private static @Nullable String optional(JsonNode json, int at, String where) {
    return isNull(json, at) ? null : Fields.text(json.get(at), where + "[" + at + "]");
  }

  /** Reads a reference to a blob, which the server has already got. */
  private static @Nullable Blob blob(JsonNode json, int at, String where) {
    if (isNull(json, at)) {
      return null;
    }
    String hash = Fields.hash(json.get(at), where + "[" + at + "]");
    String place = where + "[" + (at + 1) + "]";
    return Blob.stored(new BlobRef(hash, Fields.number(json.get(at + 1), place, 0, LARGEST_BLOB)));
  }

  private static String state(JsonNode json, String where) {
    String state = Fields.text(json, where);
    if (!STATES.contains(state)) {
      throw new Malformed(where, "must be the name of a state");
    }
    return state;
  }

  private static BatchRows.Count count(JsonNode json, String where) {
    Fields.array(json, where, 3, 3);
    return new BatchRows.Count(
        Fields.name(json.get(0), where + "[0]"),
        state(json.get(1), where + "[1]"),
        Fields.integer(json.get(2), where + "[2]", 0, Integer.MAX_VALUE));
  }

  private static BatchRows.Elements elements(JsonNode json, String where) {
    Fields.array(json, where, 2, 2);
    String hashes = Fields.text(json.get(1), where + "[1]");
    Fields.checked(where + "[1]", "the hashes of elements", () -> ElementHashes.parse(hashes));
    return new BatchRows.Elements(Fields.name(json.get(0), where + "[0]"), hashes);
  }

  private static BatchRows.HistoryPart part(JsonNode json, String where) {
    Fields.array(json, where, 4, 4);
    String states = Fields.text(json.get(3), where + "[3]");
    Fields.checked(where + "[3]", "a history", () -> HistoryJson.read(states));
    return new BatchRows.HistoryPart(
        Fields.name(json.get(0), where + "[0]"),
        Fields.integer(json.get(1), where + "[1]", -1, Integer.MAX_VALUE),
        Fields.integer(json.get(2), where + "[2]", 0, Integer.MAX_VALUE),
        states);
  }

  private static BatchRows.FlowRow flow(JsonNode json, String where) {
    Fields.array(json, where, 5, 5);
    String history = Fields.text(json.get(4), where + "[4]");
    var states = Fields.checked(where + "[4]", "a history", () -> HistoryJson.read(history));
    String state = state(json.get(0), where + "[0]");
    if (states.isEmpty() || !states.getLast().state().name().equals(state)) {
      throw new Malformed(where + "[4]", "must be a history that ends with the state");
    }
    Long ended = Fields.optionalNumber(json.get(3), where + "[3]");
    if (states.getLast().state().isFinished() == (ended == null)) {
      throw new Malformed(where + "[3]", "must be the time of the end of a run that has ended");
    }
    return new BatchRows.FlowRow(
        state,
        Fields.text(json.get(1), where + "[1]"),
        Fields.optionalNumber(json.get(2), where + "[2]"),
        ended,
        history);
  }
}
