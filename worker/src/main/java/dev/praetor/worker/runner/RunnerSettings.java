package dev.praetor.worker.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The settings of a runner without a database.
 *
 * @param id the id of the runner, which no other has
 * @param servers the servers whose runs it runs
 * @param code the SHA-256 of the package whose runs it runs
 * @param worker the id of the worker, whose pools, labels and slots decide about the runs; absent
 *     if there is none
 * @param version the version of Praetor
 * @param slots the largest number of runs at the same time
 * @param isolated true if it runs one run that gets a process of its own
 * @param grace the time that runs have to end when the runner is closed
 */
public record RunnerSettings(
    UUID id,
    Servers servers,
    String code,
    Optional<String> worker,
    String version,
    int slots,
    boolean isolated,
    Duration grace) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one of them cannot be used
   */
  public RunnerSettings {
    if (!HASH.matcher(code).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + code);
    }
    if (slots < 1) {
      throw new IllegalArgumentException("a runner has at least 1 slot, not " + slots);
    }
  }

  @Override
  public String toString() {
    return "runner of %s at %s".formatted(code, servers.addresses()); // Without the key.
  }
}
