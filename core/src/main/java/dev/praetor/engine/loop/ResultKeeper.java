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
final class ResultKeeper {
  private static final String NOT_KEPT = "its task does not keep its results";
  private final RunContext context;

  ResultKeeper(RunContext context) {
    this.context = context;
  }

  /** A value as it is kept in the run, and as the journal keeps it. */
  record Kept(@Nullable Object value, Optional<Journal.EncodedValue> encoded) {
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

  /** Keeps the state of the next iteration of a loop. */
  @Nullable Object state(GraphNode loop, @Nullable Object returned)
      throws NotCarried, InterruptedException {
    return loop.states().isPresent() ? loop.states().get().keep(returned) : returned;
  }

  private Kept kept(ValueCodec codec, @Nullable Object returned)
      throws NotCarried, Journal.TooLarge, InterruptedException {
    Object value = codec.keep(returned);
    return new Kept(value, context.journal().encode(codec, value, context.masker()));
  }
}
