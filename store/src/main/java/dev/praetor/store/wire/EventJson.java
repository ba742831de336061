package dev.praetor.store.wire;

import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.Journal;
import dev.praetor.store.db.Micros;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.wire.RunnerEvent.Leaving;
import dev.praetor.store.write.BatchRows;
import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;

/** The events of a runner as JSON: each is an object with a member {@code kind}. */
public final class EventJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long MOST_BATCHES = (1L << 40) - 1;

  private EventJson() {}

  /** Returns an event as JSON. */
  public static byte[] write(RunnerEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator out = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      switch (event) {
        case RunnerEvent.Begin begin -> {
          out.writeStringProperty("kind", "begin");
          BeginJson.write(begin, out);
        }
        case RunnerEvent.Batch batch -> {
          out.writeStringProperty("kind", "batch");
          out.writeNumberProperty("sequence", batch.number());
          tickets("freed", batch.freed(), out);
          RowsJson.write(batch.rows(), out);
        }
        case RunnerEvent.TakeSlots take -> write(take, out);
        case RunnerEvent.FreeSlots free -> {
          out.writeStringProperty("kind", "freeSlots");
          tickets("tickets", free.tickets(), out);
        }
        case RunnerEvent.Confirm confirm -> {
          out.writeStringProperty("kind", "confirm");
          out.writeStringProperty("run", confirm.run().toString());
          out.writeNumberProperty("epoch", confirm.epoch());
        }
        case RunnerEvent.Lines lines -> {
          out.writeStringProperty("kind", "log");
          out.writeArrayPropertyStart("lines");
          lines.lines().forEach(line -> write(line, out));
          out.writeEndArray();
        }
        case RunnerEvent.Progress progress -> {
          out.writeStringProperty("kind", "progress");
          write(progress.report().from(), out);
          out.writeNumberProperty("part", progress.report().part());
          out.writeStringProperty("message", progress.report().message());
        }
        case RunnerEvent.CannotStart failed -> {
          out.writeStringProperty("kind", "cannotStart");
          out.writeStringProperty("run", failed.run().toString());
          out.writeStringProperty("why", failed.why());
        }
        case RunnerEvent.Left left -> {
          out.writeStringProperty("kind", "left");
          out.writeStringProperty("run", left.run().toString());
          out.writeBooleanProperty("failed", left.how() == Leaving.FAILED);
          out.writeBooleanProperty("handedOver", left.how() == Leaving.HANDED_OVER);
        }
        case RunnerEvent.Answered answered -> write(answered, out);
      }
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void tickets(String name, List<Long> tickets, JsonGenerator out) {
    if (!tickets.isEmpty()) {
      out.writeArrayPropertyStart(name);
      tickets.forEach(out::writeNumber);
      out.writeEndArray();
    }
  }

  private static void write(RunnerEvent.TakeSlots take, JsonGenerator out) {
    out.writeStringProperty("kind", "takeSlots");
    out.writeNumberProperty("ticket", take.ticket());
    out.writeStringProperty("run", take.request().run().toString());
    out.writeNumberProperty("epoch", take.epoch());
    out.writeStringProperty("node", take.request().node());
    out.writeNumberProperty("index", take.request().index());
    out.writeArrayPropertyStart("tags");
    take.request().tags().forEach(out::writeString);
    out.writeEndArray();
  }

  private static void write(Journal.LogLine line, JsonGenerator out) {
    out.writeStartArray();
    out.writeString(line.run().toString());
    out.writeString(line.node());
    out.writeNumber(line.index());
    out.writeNumber(line.attempt());
    out.writeNumber(Micros.micros(line.time()));
    out.writeString(line.level());
    out.writeString(line.logger());
    out.writeString(line.text());
    out.writeEndArray();
  }

  private static void write(Journal.Origin from, JsonGenerator out) {
    out.writeStringProperty("run", from.run().toString());
    out.writeStringProperty("node", from.node());
    out.writeNumberProperty("index", from.index());
    out.writeNumberProperty("attempt", from.attempt());
    out.writeNumberProperty("time", Micros.micros(from.time()));
  }

  private static void write(RunnerEvent.Answered answered, JsonGenerator out) {
    out.writeStringProperty("kind", "answer");
    out.writeNumberProperty("order", answered.order());
    switch (answered.answer()) {
      case OrderAnswer.Taken _ -> out.writeStringProperty("answer", "taken");
      case OrderAnswer.NotYet _ -> out.writeStringProperty("answer", "notYet");
      case OrderAnswer.Refused refused -> {
        out.writeStringProperty("answer", "refused");
        out.writeStringProperty("why", refused.why());
      }
    }
  }

  /**
   * Reads an event.
   *
   * @throws Malformed if it is none
   */
  public static RunnerEvent read(Fields from) {
    return switch (from.text("kind")) {
      case "begin" -> BeginJson.read(from);
      case "batch" -> batch(from);
      case "takeSlots" ->
          new RunnerEvent.TakeSlots(
              ticket(from.json().path("ticket"), from.where() + ".ticket"),
              epoch(from),
              new AttemptSlots.Request(
                  from.run("run"),
                  from.name("node"),
                  from.integer("index", -1, Integer.MAX_VALUE),
                  new HashSet<>(from.all("tags", Fields::name))));
      case "freeSlots" -> new RunnerEvent.FreeSlots(from.all("tickets", EventJson::ticket));
      case "confirm" -> new RunnerEvent.Confirm(from.run("run"), epoch(from));
      case "log" -> new RunnerEvent.Lines(from.all("lines", EventJson::line));
      case "progress" ->
          new RunnerEvent.Progress(
              new Journal.Progress(origin(from), part(from), from.text("message")));
      case "cannotStart" -> new RunnerEvent.CannotStart(from.run("run"), from.text("why"));
      case "left" -> new RunnerEvent.Left(from.run("run"), leaving(from));
      case "answer" ->
          new RunnerEvent.Answered(from.number("order", 1, Long.MAX_VALUE), answer(from));
      case String _ -> throw new Malformed(from.where() + ".kind", "is unknown");
    };
  }

  private static Leaving leaving(Fields from) {
    if (from.flag("failed")) {
      return Leaving.FAILED;
    }
    return from.flag("handedOver") ? Leaving.HANDED_OVER : Leaving.ENDED;
  }

  private static RunnerEvent.Batch batch(Fields from) {
    long number = from.number("sequence", 1, MOST_BATCHES);
    BatchRows rows = RowsJson.read(from, number);
    return new RunnerEvent.Batch(rows, number, from.all("freed", EventJson::ticket));
  }

  private static int epoch(Fields from) {
    return from.integer("epoch", 1, Integer.MAX_VALUE);
  }

  private static long ticket(JsonNode json, String where) {
    return Fields.number(json, where, 1, Long.MAX_VALUE);
  }

  private static Journal.LogLine line(JsonNode json, String where) {
    Fields.array(json, where, 8, 8);
    return new Journal.LogLine(
        Fields.run(json.get(0), where + "[0]"),
        Fields.name(json.get(1), where + "[1]"),
        Fields.integer(json.get(2), where + "[2]", -1, Integer.MAX_VALUE),
        Fields.integer(json.get(3), where + "[3]", 0, Integer.MAX_VALUE),
        Micros.of(Fields.number(json.get(4), where + "[4]", Long.MIN_VALUE, Long.MAX_VALUE)),
        Fields.name(json.get(5), where + "[5]"),
        Fields.text(json.get(6), where + "[6]"),
        Fields.text(json.get(7), where + "[7]"));
  }

  /** Reads the attempt that publishes something. */
  public static Journal.Origin origin(Fields from) {
    return new Journal.Origin(
        from.run("run"),
        from.name("node"),
        from.integer("index", -1, Integer.MAX_VALUE),
        from.integer("attempt", 0, Integer.MAX_VALUE),
        Micros.of(from.number("time", Long.MIN_VALUE, Long.MAX_VALUE)));
  }

  private static double part(Fields from) {
    double part = from.json().path("part").asDouble(-1);
    if (!(part >= 0 && part <= 1)) {
      throw new Malformed(from.where() + ".part", "must be a number from 0 to 1");
    }
    return part;
  }

  private static OrderAnswer answer(Fields from) {
    return switch (from.text("answer")) {
      case "taken" -> new OrderAnswer.Taken();
      case "notYet" -> new OrderAnswer.NotYet();
      case "refused" -> new OrderAnswer.Refused(from.text("why"));
      case String _ ->
          throw new Malformed(from.where() + ".answer", "must be taken, notYet or refused");
    };
  }
}
