package dev.praetor.worker;

import java.time.Duration;
import java.util.List;

/**
 * The settings of a worker.
 *
 * @param runners the largest number of runners at the same time, at least 1
 * @param idle the time after which a runner that nothing needs is ended
 * @param grace the time that the runs in progress have when the worker ends
 * @param secrets the keys and passwords that it uses, which never stand in its log
 */
public record WorkerSettings(int runners, Duration idle, Duration grace, List<String> secrets) {
  /** The default settings: 8 runners, which are ended after a minute; a grace of 30 seconds. */
  public static final WorkerSettings DEFAULT =
      new WorkerSettings(8, Duration.ofMinutes(1), Duration.ofSeconds(30), List.of());

  public WorkerSettings {
    secrets = List.copyOf(secrets);
    if (runners < 1) {
      throw new IllegalArgumentException("a worker has at least 1 runner, not " + runners);
    }
  }

  public WorkerSettings withRunners(int most) {
    return new WorkerSettings(most, idle, grace, secrets);
  }

  public WorkerSettings withIdle(Duration longest) {
    return new WorkerSettings(runners, longest, grace, secrets);
  }

  public WorkerSettings withGrace(Duration longest) {
    return new WorkerSettings(runners, idle, longest, secrets);
  }

  public WorkerSettings withSecrets(List<String> texts) {
    return new WorkerSettings(runners, idle, grace, texts);
  }
}
