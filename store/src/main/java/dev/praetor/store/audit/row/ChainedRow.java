package dev.praetor.store.audit.row;

import dev.praetor.engine.graph.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it stands in its table, of which its hash is made. Nothing is interpreted, so that a row
 * that somebody changed can still be read.
 *
 * @param texts the texts in the order of {@link #TEXTS}
 */
public record ChainedRow(long sequence, long time, List<@Nullable String> texts) {
  /** The columns with texts, apart from the hash. */
  static final List<String> TEXTS =
      List.of(
          "id",
          "request",
          "actor",
          "actor_kind",
          "address",
          "action",
          "project",
          "target_kind",
          "target",
          "arguments",
          "was",
          "became",
          "outcome",
          "code",
          "message");

  /** The hash before the first row. */
  public static final String GENESIS = "0".repeat(64);

  private static final int FORM = 1;

  public ChainedRow(long sequence, long time, List<@Nullable String> texts) {
    this.sequence = sequence;
    this.time = time;
    this.texts = Collections.unmodifiableList(new ArrayList<>(texts));
  }

  /** Reads a row. */
  public static ChainedRow read(ResultSet row) throws SQLException {
    List<@Nullable String> texts = new ArrayList<>();
    for (String column : TEXTS) {
      texts.add(row.getString(column));
    }
    return new ChainedRow(row.getLong("sequence"), row.getLong("time"), texts);
  }

  /**
   * Returns the SHA-256 of the hash before and of this row: the version of this form, the sequence,
   * the time in microseconds, and for each text its number of bytes and its bytes in UTF-8, or -1
   * if it is absent. No two rows have the same form.
   */
  public String hash(String before) {
    MessageDigest digest = Sha256.digest();
    digest.update(before.getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      out.writeLong(sequence);
      out.writeLong(time);
      for (String text : texts) {
        if (text == null) {
          out.writeInt(-1);
        } else {
          byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
          out.writeInt(encoded.length);
          out.write(encoded);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    digest.update(bytes.toByteArray());
    return HexFormat.of().formatHex(digest.digest());
  }
}
