package dev.praetor.store.worker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rule which versions of Praetor work together: those at most one minor version apart. */
public enum VersionFit {
  /** The two work together. */
  FITS,
  /** They do not, and the first is the older one. */
  FIRST_IS_OLDER,
  /** They do not, and the second is the older one. */
  SECOND_IS_OLDER,
  /** They differ, and at least one of them is no release. */
  DIFFERS;

  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\..*|-.*)?");

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

  /** Compares two versions. */
  public static VersionFit of(String first, String second) {
    Optional<Numbers> own = Numbers.of(first);
    Optional<Numbers> other = Numbers.of(second);
    if (own.isEmpty() || other.isEmpty()) {
      return first.equals(second) ? FITS : DIFFERS;
    }
    Numbers one = own.get();
    Numbers two = other.get();
    if (one.major() == two.major() && Math.abs(one.minor() - two.minor()) <= 1) {
      return FITS;
    }
    return one.isBefore(two) ? FIRST_IS_OLDER : SECOND_IS_OLDER;
  }
}
