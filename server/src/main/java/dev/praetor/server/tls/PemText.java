package dev.praetor.server.tls;

import java.nio.file.Path;

/** The text of a file in the form PEM, which may be a key. */
record PemText(Path file, String text) {
  @Override
  public String toString() {
    return "the text of " + file;
  }
}
