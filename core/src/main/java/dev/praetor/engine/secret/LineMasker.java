package dev.praetor.engine.secret;

/**
 * Masks lines that code logs one by one, over which a secret may be spread. Thread-safe; lines that
 * threads log at the same time are masked, but one by one.
 */
public final class LineMasker {
  private final Masker masker;
  private volatile String before = "";

  public LineMasker(Masker masker) {
    this.masker = masker;
  }

  /** Returns the masker of texts that do not follow each other. */
  Masker masker() {
    return masker;
  }

  /** Masks the next line. */
  String next(String line) {
    String last = before;
    before = line;
    return masker.mask(last, line);
  }
}
