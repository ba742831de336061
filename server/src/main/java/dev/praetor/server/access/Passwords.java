package dev.praetor.server.access;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hashes and checks passwords with Argon2id, at most two at a time: each takes 19 MiB and some time
 * of a processor, and requests of strangers may not take the machine. Thread-safe.
 */
public final class Passwords {
  static final int SHORTEST = 12;
  static final int LONGEST = 1_000;
  private static final int AT_A_TIME = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MEMORY_KIB = 19 << 10;
  private static final int ITERATIONS = 2;
  private static final int LANES = 1;
  private static final int BYTES = 32;

  /** A hash of a text that nobody knows, so that unknown names take as long as known ones. */
  private static final String NOBODY =
      "$argon2id$v=19$m=19456,t=2,p=1$zxp3N8FV9Qw5mQvBzVJ8vA$bP0dVQFHcK2lTqv4hLc8k3m8xW1yD6nS5tRz7uJfGaE";

  private final Semaphore turns = new Semaphore(AT_A_TIME, true);

  /**
   * Checks that a text may become the password of a user.
   *
   * @throws RequestRefused if not
   */
  public static void requireGood(String name, String password) {
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST || length > LONGEST) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "a password has at least %d characters, and at most %,d".formatted(SHORTEST, LONGEST));
    }
    if (password.equalsIgnoreCase(name) || password.chars().distinct().count() < 5) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "the password is easy to guess; use several words, or chance");
    }
  }

  /** Returns the hash of a password, with its parameters and a salt of its own. */
  public String hash(String password) throws InterruptedException {
    begin();
    try {
      return Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, LANES, BYTES, Argon2.ID)
          .hash(password)
          .getResult();
    } finally {
      turns.release();
    }
  }

  /**
   * Returns whether a password has a hash.
   *
   * @param hash the hash; empty if there is none, which takes as long
   */
  public boolean matches(String password, String hash) throws InterruptedException {
    String compared = hash.isEmpty() ? NOBODY : hash;
    boolean isLong = password.length() > LONGEST * 2;
    begin();
    try {
      boolean matches =
          Argon2Function.getInstanceFromHash(compared).check(isLong ? "" : password, compared);
      return matches && !isLong && !hash.isEmpty();
    } finally {
      turns.release();
    }
  }

  private void begin() throws InterruptedException {
    if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new RequestRefused(
          ApiCode.RATE_LIMITED, "too many people log in at the moment; try again");
    }
  }
}
