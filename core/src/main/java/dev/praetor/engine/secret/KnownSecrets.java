package dev.praetor.engine.secret;

import java.util.Set;

/**
 * The secrets that any run of this process has read, for texts that cannot be attributed to a run,
 * such as log lines of threads that a task has started. Thread-safe.
 *
 * <p>A secret remains known after the run that read it, because threads may outlive their run. Of
 * more than 1,000 secrets, those not read for the longest time are forgotten.
 */
public final class KnownSecrets {
  private static final Masker ALL = new Masker(1_000);

  private KnownSecrets() {}

  static void add(String secret, Set<String> parts) {
    ALL.hide(secret, parts);
  }

  /** Returns a text without the secrets that runs of this process have read. */
  public static String mask(String text) {
    return ALL.mask(text);
  }

  /** Returns a line that follows another one without the secrets that runs have read. */
  public static String mask(String before, String line) {
    return ALL.mask(before, line);
  }
}
