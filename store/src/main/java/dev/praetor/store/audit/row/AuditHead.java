package dev.praetor.store.audit.row;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The end of the audit log at a time: whoever notes it elsewhere can prove later that nothing up to
 * it was changed or taken out.
 *
 * @param sequence the number of the last row; 0 if there is none
 */
public record AuditHead(long sequence, String hash) {
  /** The head of a log without rows. */
  public static final AuditHead NONE = new AuditHead(0, ChainedRow.GENESIS);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

  /** Reads a head as it is written: {@code SEQUENCE:HASH}. */
  public static Optional<AuditHead> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(new AuditHead(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return sequence + ":" + hash;
  }
}
