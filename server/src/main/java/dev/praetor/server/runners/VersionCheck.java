package dev.praetor.server.runners;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.worker.VersionFit;

/** Refuses runners and workers whose versions do not work together with that of the server. */
public final class VersionCheck {
  private VersionCheck() {}

  /**
   * Refuses a runner that is more than one minor version apart from this server.
   *
   * @throws RequestRefused with the side that is to be upgraded
   */
  static void require(String server, String runner) {
    require(server, runner, "runner", "upgrade the worker of the runner");
  }

  /**
   * Refuses a worker that is more than one minor version apart from this server.
   *
   * @throws RequestRefused with the side that is to be upgraded
   */
  public static void requireWorker(String server, String worker) {
    require(server, worker, "worker", "upgrade the worker");
  }

  private static void require(String server, String other, String role, String upgrade) {
    String advice =
        switch (VersionFit.of(server, other)) {
          case FITS -> "";
          case FIRST_IS_OLDER -> "upgrade the server";
          case SECOND_IS_OLDER -> upgrade;
          case DIFFERS -> "use the same version for both";
        };
    if (!advice.isEmpty()) {
      throw new RequestRefused(
          ApiCode.CONFLICT,
          "the server has version %s and the %s %s, which do not work together: %s"
              .formatted(server, role, other, advice));
    }
  }
}
