package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.engine.events.AuthorCode;
import dev.praetor.engine.graph.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the value of a flow that code of the author computes, such as a view, before the run ends:
 * a run whose value cannot be read fails with the reason. For the owner of the run.
 */
final class FlowValue extends AuthorCode {
  static final Duration LONGEST = Duration.ofSeconds(30);
  private static final String MESSAGE = "the value of the flow could not be read";
  private final RunContext context;
  private final Source.Whole source;
  private volatile @Nullable Failure failure;
  private boolean ended;
  private boolean late;

  FlowValue(RunContext context, Source.Whole source) {
    this.context = context;
    this.source = source;
  }

  @Override
  protected void call() {
    try {
      context.values().find(source, null, new int[0]);
    } catch (Throwable thrown) {
      failure = context.masker().failure(thrown);
    }
  }

  @Override
  public void handle() {
    ended = true;
  }

  /** Stops waiting for the code. */
  void expire() {
    if (!ended) {
      ended = true;
      late = true;
      abandon();
    }
  }

  boolean isEnded() {
    return ended;
  }

  /** Returns the state of the run: the given state, or a failure if the value cannot be read. */
  State end(State otherwise, Instant now) {
    if (late) {
      return new State.Failed(MESSAGE + " in " + LONGEST.toSeconds() + " s", now, Optional.empty());
    }
    Failure thrown = failure;
    return thrown == null
        ? otherwise
        : new State.Failed(MESSAGE + ": " + thrown.summary(), now, Optional.of(thrown));
  }
}
