package dev.praetor.store.json;

import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the progress of a loop as JSON and reads it: {@code {"iteration": 3, "due": …, "state":
 * …}}. A large state is a blob; a note stands in place of a state that is not kept.
 */
public final class LoopJson {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;

  /** The parts of the text. The state is not parsed, because it is kept as it was written. */
  private static final Pattern FORM =
      Pattern.compile(
          """
          \\{"iteration":(?<iteration>\\d+)(,"due":(?<due>-?\\d+))?\
          (,"note":(?<note>.*)|,"state":(?<state>.*))?\\}\
          """,
          Pattern.DOTALL);

  private LoopJson() {}

  public record Encoded(String json, @Nullable Blob blob) {}

  /** Encodes the progress of a loop, with its state in its stored form. */
  public static Encoded write(Journal.LoopState loop, StoredValue state) {
    StringBuilder json = new StringBuilder("{\"iteration\":").append(loop.iteration());
    loop.due().ifPresent(at -> json.append(",\"due\":").append(Micros.micros(at)));
    if (state.note() != null) {
      String note = MAPPER.writeValueAsString(StorableText.plain(state.note()));
      json.append(",\"note\":").append(note);
    } else if (state.json() != null) {
      json.append(",\"state\":").append(state.json());
    }
    return new Encoded(json.append('}').toString(), state.note() == null ? state.blob() : null);
  }

  /** A large state, with its text. */
  public record Large(BlobValue value, String text) {}

  /** The progress of a loop as it was recorded, or the reason why its state is unavailable. */
  public sealed interface Read {
    record Progress(Journal.LoopState loop) implements Read {}

    record Lost(String why) implements Read {}
  }

  /**
   * Reads the progress of a loop.
   *
   * @param large the large state, and its text
   * @throws StoreFailed if the state does not fit its type now
   */
  public static Read read(String json, Optional<Large> large, ValueCodec states, String node) {
    Matcher form = FORM.matcher(json);
    if (!form.matches()) {
      return new Read.Lost("its record is damaged");
    }
    if (form.group("note") != null) {
      return new Read.Lost(MAPPER.readTree(form.group("note")).asString());
    }
    int iteration = Integer.parseInt(form.group("iteration"));
    Optional<Instant> due = Optional.ofNullable(form.group("due")).map(LoopJson::time);
    if (large.isPresent()) {
      JsonValues.read(large.get().text(), states, node);
      BlobValue state = large.get().value();
      return new Read.Progress(new Journal.LoopState(iteration, state, Optional.empty(), due));
    }
    String text = form.group("state");
    if (text == null) {
      Optional<Journal.EncodedValue> nothing = Optional.of(StoredValue.NOTHING);
      return new Read.Progress(new Journal.LoopState(iteration, null, nothing, due));
    }
    Object value = JsonValues.read(text, states, node);
    Optional<Journal.EncodedValue> kept = Optional.of(new StoredValue(text, null, null));
    return new Read.Progress(new Journal.LoopState(iteration, value, kept, due));
  }

  /** Returns whether a text has the form of a progress. */
  public static boolean isProgress(String json) {
    return FORM.matcher(json).matches();
  }

  private static Instant time(String micros) {
    return Micros.of(Long.parseLong(micros));
  }
}
