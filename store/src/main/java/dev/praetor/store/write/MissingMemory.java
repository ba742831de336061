package dev.praetor.store.write;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Calls that must be made although code of authors has filled the heap: they are repeated until
 * there is memory. Such a call changes nothing before it allocates.
 */
final class MissingMemory {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private MissingMemory() {}

  static <T> T outlast(Supplier<T> call) {
    while (true) {
      try {
        return call.get();
      } catch (OutOfMemoryError missing) {
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  static void outlast(Runnable call) {
    outlast(() -> {
      call.run();
      return true;
    });
  }
}
