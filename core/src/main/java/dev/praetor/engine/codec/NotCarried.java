package dev.praetor.engine.codec;

/**
 * A value that cannot be written such that an equal one is read, or a text that is not one of the
 * type. The message begins with the path from the whole value to the part it is about.
 */
public final class NotCarried extends Exception {
  private static final long serialVersionUID = 1;
  private final String path;
  private final String why;

  public NotCarried(String why) {
    this("", why);
  }

  private NotCarried(String path, String why) {
    super(why);
    this.path = path;
    this.why = why;
  }

  /** Returns the same from one level further out. */
  public NotCarried in(String step) {
    boolean joins = path.isEmpty() || path.startsWith("[");
    return new NotCarried(joins ? step + path : step + "." + path, why);
  }

  @Override
  public String getMessage() {
    return path.isEmpty() ? why : path + ": " + why;
  }

  /** Returns the path of the part, as in {@code orders[3].total}; empty for the whole value. */
  public String path() {
    return path;
  }

  /** Returns the reason, without the path. */
  public String why() {
    return why;
  }
}
