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

  /** The processes that are alive and serve the flow have other versions of it. */
  record OtherVersion(String flow) implements WaitReason {
    @Override
    public String text() {
      return ("the processes that are alive and serve flow '%s' have other versions of it than the"
              + " run; start one with that version, or cancel the run and restart it")
          .formatted(flow);
    }
  }

  /**
   * No worker that is alive takes the run.
   *
   * @param pool the pool of the run
   * @param labels the labels that it needs and that no live worker of the pool has; if each is had
   *     by some worker, all that it needs
   */
  record NoFittingWorker(String pool, List<String> labels) implements WaitReason {
    public NoFittingWorker {
      labels = List.copyOf(labels);
    }

    @Override
    public String text() {
      return labels.isEmpty()
          ? "no worker of pool '%s' is alive".formatted(pool)
          : "no worker of pool '%s' that is alive has %s"
              .formatted(pool, String.join(", ", labels));
    }
  }

  /** The pool of the run is paused. */
  record PoolPaused(String pool, String by, String why) implements WaitReason {
    @Override
    public String text() {
      return "pool '%s' is paused".formatted(pool)
          + (by.isEmpty() ? "" : " by " + by)
          + (why.isEmpty() ? "" : ": " + why);
    }
  }

  /** The limit of the pool is reached by its runs in progress. */
  record PoolLimit(String pool, int limit) implements WaitReason {
    @Override
    public String text() {
      return "the limit of pool '%s', %,d runs at the same time, is reached".formatted(pool, limit);
    }
  }

  /**
   * The code of the run is not in the store any more.
   *
   * @param code the SHA-256 of the package
   */
  record PackageGone(String code) implements WaitReason {
    @Override
    public String text() {
      return "the package with its code, %s, is not in the store any more".formatted(code);
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
   * The limit of a tag is reached by attempts in progress, or will be once the attempts that wait
   * longer have begun.
   *
   * @param name the tag
   * @param most the limit
   * @param holders the attempts in progress, oldest first, at most 10
   * @param position the position in the queue of the tag, from 1
   */
  record Limit(String name, int most, List<Holder> holders, int position) implements WaitReason {
    public Limit {
      holders = List.copyOf(holders);
    }

    @Override
    public String text() {
      String all = String.join(", ", holders.stream().map(Holder::toString).toList());
      return "the limit of tag '%s', %,d, is reached%s; it is number %,d in the queue"
          .formatted(name, most, all.isEmpty() ? "" : " by " + all, position);
    }
  }

  /**
   * A task run that holds a slot of a limit.
   *
   * @param task its path: {@code report}, or {@code send[3]}
   */
  record Holder(RunId run, String task) {
    @Override
    public String toString() {
      return task + " of run " + run;
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
