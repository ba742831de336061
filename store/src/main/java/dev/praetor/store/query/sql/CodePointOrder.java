package dev.praetor.store.query.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of texts by their code points, which is that of the databases. */
public final class CodePointOrder {
  private CodePointOrder() {}

  /** Compares two texts; their bytes in UTF-8 are in the order of their code points. */
  public static int compare(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
