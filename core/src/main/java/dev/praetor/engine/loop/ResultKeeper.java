package dev.praetor.engine.loop;

import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes kept values of returned ones: equal, out of reach of the code that returned them, and
 * encoded for the journal. Calls code of the author, so it is used in the threads of attempts.
 * Thread-safe.
 */
public final class ResultKeeper {
  private static final String NOT_KEPT = "its task does not keep its results";
  private static final String STATES_NOT_KEPT = "its task does not keep its states";
  private static final String SECRET =
      "it holds a secret, and secrets are never stored: read the secret in each iteration with"
          + " Secret.named(…), and leave it out of the state";
  private final RunContext context;

  ResultKeeper(RunContext context) {
    this.context = context;
  }

  /** A value as it is kept in the run, and as the journal keeps it. */
  public record Kept(@Nullable Object value, Optional<Journal.EncodedValue> encoded) {
    /** Returns the size of a large value in bytes; 0 for a small one. */
    long size() {
      return encoded.isEmpty() ? 0 : encoded.get().size();
    }
  }

  /**
   * Keeps a result of a node.
   *
   * @throws NotCarried if the value cannot be kept
   */
  Kept result(GraphNode node, @Nullable Object returned)
      throws NotCarried, Journal.TooLarge, InterruptedException {
    if (node.results().isEmpty()) {
      return new Kept(returned, context.journal().absent(NOT_KEPT));
    }
    try {
      return kept(node.results().get(), returned);
    } catch (NotCarried e) {
      if (node.role() == Role.SET_UP) {
        // A handle is needed to clean up; failing here would leave the resource behind.
        return new Kept(returned, context.journal().absent(e.getMessage()));
      }
      throw e;
    }
  }

  /**
   * Keeps the state of the next iteration of a loop, with which the loop resumes after a crash.
   * Without a store the same states are refused, except states that are only too large.
   *
   * @throws NotCarried if the state cannot be kept
   */
  Kept state(GraphNode loop, @Nullable Object returned)
      throws NotCarried, Journal.TooLarge, InterruptedException {
    if (loop.states().isEmpty()) {
      return new Kept(returned, context.journal().absent(STATES_NOT_KEPT));
    }
    ValueCodec codec = loop.states().get();
    Kept state = kept(codec, returned);
    boolean masked =
        state.encoded().isPresent()
            ? state.encoded().get().isMasked()
            : isMasked(codec.text(state.value()));
    if (masked) {
      throw new NotCarried(SECRET);
    }
    return state;
  }

  private boolean isMasked(String json) {
    return !context.masker().maskJson(json).equals(json);
  }

  private Kept kept(ValueCodec codec, @Nullable Object returned)
      throws NotCarried, Journal.TooLarge, InterruptedException {
    Object value = codec.keep(returned);
    return new Kept(value, context.journal().encode(codec, value, context.masker()));
  }
}
