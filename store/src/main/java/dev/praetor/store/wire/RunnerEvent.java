package dev.praetor.store.wire;

import dev.praetor.RunId;
import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.Journal;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.write.BatchRows;
import dev.praetor.store.write.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event that a runner reports to its server. */
public sealed interface RunnerEvent {
  /**
   * The beginning of a run that the runner makes: a run within a run, or a retry.
   *
   * @param version the version of its flow; absent if several flows share the name
   */
  record Begin(BatchRows.BeginRow row, Job.@Nullable Version version) implements RunnerEvent {}

  /**
   * Changes of a run.
   *
   * @param number the number of the batch in its epoch, from 1
   * @param freed the numbers of the tickets whose slots are freed with the batch
   */
  record Batch(BatchRows rows, long number, List<Long> freed) implements RunnerEvent {
    public Batch {
      freed = List.copyOf(freed);
    }
  }

  /** A request for slots of limited tags. */
  record TakeSlots(long ticket, int epoch, AttemptSlots.Request request) implements RunnerEvent {}

  /** The end of tickets, whether they hold slots or wait. */
  record FreeSlots(List<Long> tickets) implements RunnerEvent {
    public FreeSlots {
      tickets = List.copyOf(tickets);
    }
  }

  /** The question whether the runner still owns a run. */
  record Confirm(RunId run, int epoch) implements RunnerEvent {}

  /** Lines that were logged. */
  record Lines(List<Journal.LogLine> lines) implements RunnerEvent {
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  record Progress(Journal.Progress report) implements RunnerEvent {}

  /** The end of a claimed run that cannot start in this runner. */
  record CannotStart(RunId run, String why) implements RunnerEvent {}

  /** The end of a run in this runner, which needs no orders to it any more. */
  record Left(RunId run, Leaving how) implements RunnerEvent {}

  /** The way in which a run has ended in a runner. */
  enum Leaving {
    /** The run has ended, or its runner ends. */
    ENDED,
    /** The run could not continue here, and is resumed unless it has ended. */
    FAILED,
    /** The run only waits, and is resumed by another runner, as this one takes no more runs. */
    HANDED_OVER
  }

  /**
   * The answer of a run to an order.
   *
   * @param order the number of the order
   */
  record Answered(long order, OrderAnswer answer) implements RunnerEvent {}
}
