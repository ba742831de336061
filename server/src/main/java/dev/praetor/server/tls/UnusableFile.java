package dev.praetor.server.tls;

import dev.praetor.ErrorCode;
import dev.praetor.server.error.ServerFailed;
import java.nio.file.Path;

/** The errors of files that cannot be used. */
final class UnusableFile {
  private UnusableFile() {}

  static ServerFailed of(Path file, String problem, String advice) {
    return new ServerFailed(
        ErrorCode.BAD_REQUEST,
        "the file " + file,
        "the file %s %s".formatted(file, problem),
        advice);
  }
}
