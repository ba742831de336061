package dev.praetor.store.model;

import dev.praetor.RunId;
import java.time.Instant;
import java.util.List;

/** A reason for which a run waits. A run that waits for no reason starts next. */
public sealed interface WaitReason {
  /** Returns the reason in words. */
  String text();

  /** The run is not due yet. */
  record NotDue(Instant at) implements WaitReason {
    @Override
    public String text() {
      return "it is due at " + at;
    }
  }

  /** A person holds the run back. */
  record Held(String by, String why) implements WaitReason {
    @Override
    public String text() {
      return "it is held back"
          + (by.isEmpty() ? "" : " by " + by)
          + (why.isEmpty() ? "" : ": " + why);
    }
  }

  /**
   * An earlier run of the schedule has not ended, and the runs of the schedule do not overlap.
   *
   * @param run the oldest of the runs in the way
   */
  record Overlap(RunId run) implements WaitReason {
    @Override
    public String text() {
      return "run %s of the schedule has not ended".formatted(run);
    }
  }

  /** No process that is alive serves the flow. */
  record NoWorker(String flow) implements WaitReason {
    @Override
    public String text() {
      return "no process that is alive serves flow '%s'".formatted(flow);
    }
  }

  /**
   * All processes that serve the flow run as many runs as they may.
   *
   * @param processes the names of these processes
   */
  record WorkersFull(List<String> processes) implements WaitReason {
    public WorkersFull {
      processes = List.copyOf(processes);
    }

    @Override
    public String text() {
      return "all slots are taken in " + String.join(", ", processes);
    }
  }

  /**
   * The limit of the flow is reached by its runs in progress.
   *
   * @param holders the runs in progress, oldest first, at most 10
   */
  record FlowLimit(int limit, List<RunId> holders) implements WaitReason {
    public FlowLimit {
      holders = List.copyOf(holders);
    }

    @Override
    public String text() {
      return "the flow's limit of %,d is reached by %s"
          .formatted(limit, String.join(", ", holders.stream().map(RunId::toString).toList()));
    }
  }

  /**
   * Runs that wait longer or have a higher priority start first.
   *
   * @param position the position of the run in the queue of its flow, from 2
   */
  record Behind(int position) implements WaitReason {
    @Override
    public String text() {
      return "it is number %,d in the queue of its flow".formatted(position);
    }
  }
}
