package dev.praetor.engine.run;

/** Binds the attempt that runs to its thread. */
public final class Ambient {
  static final ScopedValue<Attempt> CURRENT = ScopedValue.newInstance();

  private Ambient() {}

  /** The attempt this thread runs; an error that names {@code what} outside one. */
  public static Attempt current(String what) {
    if (!CURRENT.isBound()) {
      throw new IllegalStateException(
          what
              + " works only inside a task, in the thread that runs it; hand other threads the values"
              + " they need");
    }
    return CURRENT.get();
  }

  /** A text without the secrets that the run of this thread has read. */
  public static String mask(String text) {
    return CURRENT.isBound() ? CURRENT.get().mask(text) : text;
  }
}
