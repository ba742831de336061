package dev.praetor.worker;

import java.time.Duration;
import java.util.List;

/**
 * The settings of a worker.
 *
 * @param runners the largest number of runners at the same time, at least 1
 * @param idle the time after which a runner that nothing needs is ended
 * @param grace the time that the runs in progress have when the worker ends
 * @param silence the time without a sign of life after which a runner is killed
 * @param secrets the keys and passwords that it uses, which never stand in its log
 */
public record WorkerSettings(
    int runners, Duration idle, Duration grace, Duration silence, List<String> secrets) {
  /**
   * The default settings: 8 runners, which are ended after a minute; a grace of 30 seconds, and as
   * long a silence.
   */
  public static final WorkerSettings DEFAULT =
      new WorkerSettings(
          8, Duration.ofMinutes(1), Duration.ofSeconds(30), Duration.ofSeconds(30), List.of());

  public WorkerSettings {
    secrets = List.copyOf(secrets);
    if (runners < 1) {
      throw new IllegalArgumentException("a worker has at least 1 runner, not " + runners);
    }
  }

  public WorkerSettings withRunners(int most) {
    return new WorkerSettings(most, idle, grace, silence, secrets);
  }

  public WorkerSettings withIdle(Duration longest) {
    return new WorkerSettings(runners, longest, grace, silence, secrets);
  }

  public WorkerSettings withGrace(Duration longest) {
    return new WorkerSettings(runners, idle, longest, silence, secrets);
  }

  public WorkerSettings withSilence(Duration longest) {
    return new WorkerSettings(runners, idle, grace, longest, secrets);
  }

  public WorkerSettings withSecrets(List<String> texts) {
    return new WorkerSettings(runners, idle, grace, silence, texts);
  }
}
