package dev.praetor.store.json;

import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.db.StorableText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the state of a loop as JSON and reads it: {@code {"iteration": 3, "state": …}}. A large
 * state is a blob; a state that could not be stored is replaced by a note.
 */
public final class LoopJson {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;

  private LoopJson() {}

  public record Encoded(String json, @Nullable Blob blob) {}

  public static Encoded write(Journal.LoopState loop, ValueCodec codec, Masker masker, long limit) {
    StoredValue state;
    try {
      state = JsonValues.write(codec, loop.state(), masker, limit);
    } catch (Journal.TooLarge e) {
      state = StoredValue.absent("its state has " + e.getMessage());
    } catch (NotCarried e) {
      state = StoredValue.absent("its state cannot be kept: " + e.getMessage());
    }
    return encoded(loop, state);
  }

  /** Encodes the progress of a loop without its state. */
  public static Encoded absent(Journal.LoopState loop, String why) {
    return encoded(loop, StoredValue.absent(why));
  }

  private static Encoded encoded(Journal.LoopState loop, StoredValue state) {
    String json = "{\"iteration\":" + loop.iteration();
    if (state.note() != null) {
      json += ",\"note\":" + MAPPER.writeValueAsString(StorableText.plain(state.note()));
    } else if (state.json() != null) {
      json += ",\"state\":" + state.json();
    }
    return new Encoded(json + "}", state.note() == null ? state.blob() : null);
  }

  /** Reads the state of a loop; empty if it is unavailable, so that the loop starts over. */
  public static Optional<Journal.LoopState> read(
      String json, Optional<String> blob, ValueCodec codec, String node) {
    JsonNode tree = MAPPER.readTree(json);
    if (tree.has("note")) {
      return Optional.empty();
    }
    JsonNode inline = tree.get("state");
    Optional<String> state = blob.or(() -> Optional.ofNullable(inline).map(JsonNode::toString));
    Object value = state.isEmpty() ? null : JsonValues.read(state.get(), codec, node);
    return Optional.of(new Journal.LoopState(tree.path("iteration").asInt(), value));
  }
}
