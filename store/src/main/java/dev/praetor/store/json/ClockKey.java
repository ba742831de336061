package dev.praetor.store.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.praetor.Occurrence;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Identifies the clocks of a schedule by the parameters that they give to their runs, as two clocks
 * with equal parameters make one occurrence.
 */
public final class ClockKey {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private ClockKey() {}

  /** Returns the key of the clock of an occurrence. */
  public static String of(Occurrence occurrence) {
    try {
      byte[] parameters = JSON.writeValueAsString(occurrence.parameters()).getBytes(UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(parameters));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
