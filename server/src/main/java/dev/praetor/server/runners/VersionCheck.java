package dev.praetor.server.runners;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Decides whether a runner and a server of two versions work together. */
final class VersionCheck {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\..*|-.*)?");

  private VersionCheck() {}

  private record Numbers(int major, int minor) {
    static Optional<Numbers> of(String version) {
      Matcher form = NUMBERS.matcher(version);
      return form.matches()
          ? Optional.of(
              new Numbers(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
          : Optional.empty();
    }

    boolean isBefore(Numbers other) {
      return major != other.major ? major < other.major : minor < other.minor;
    }
  }

  /**
   * Refuses a runner that is more than one minor version apart from this server.
   *
   * @throws RequestRefused with the side that is to be upgraded
   */
  static void require(String server, String runner) {
    Optional<Numbers> own = Numbers.of(server);
    Optional<Numbers> other = Numbers.of(runner);
    if (own.isEmpty() || other.isEmpty()) {
      if (!server.equals(runner)) {
        throw refused(server, runner, "use the same version for both");
      }
      return;
    }
    Numbers one = own.get();
    Numbers two = other.get();
    boolean fits = one.major() == two.major() && Math.abs(one.minor() - two.minor()) <= 1;
    if (!fits) {
      throw refused(
          server,
          runner,
          two.isBefore(one) ? "upgrade the worker of the runner" : "upgrade the server");
    }
  }

  private static RequestRefused refused(String server, String runner, String advice) {
    return new RequestRefused(
        ApiCode.CONFLICT,
        "the server has version %s and the runner %s, which do not work together: %s"
            .formatted(server, runner, advice));
  }
}
