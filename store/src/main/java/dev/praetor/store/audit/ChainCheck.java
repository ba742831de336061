package dev.praetor.store.audit;

import dev.praetor.store.audit.row.AuditHead;
import dev.praetor.store.audit.row.ChainedRow;
import dev.praetor.store.db.QueryRunner;
import java.util.List;
import java.util.Optional;

/**
 * Follows the chain of the audit log from its first row, page by page. The stored head and the last
 * row are read by one statement, so that rows that are added meanwhile are no error.
 */
record ChainCheck(QueryRunner query) {
  private static final int PAGE = 1_000;

  private record Hashed(ChainedRow row, String hash) {}

  /** The stored head, if there is one, and the number of the last row. */
  private record End(Optional<AuditHead> head, long last) {}

  AuditVerification verify(Optional<AuditHead> noted) {
    AuditHead sound = AuditHead.NONE;
    while (true) {
      List<Hashed> page = page(sound.sequence());
      for (Hashed next : page) {
        Optional<String> problem = problem(next, sound, noted);
        if (problem.isPresent()) {
          long first = Math.min(next.row().sequence(), sound.sequence() + 1);
          return broken(sound, first, problem.get());
        }
        sound = new AuditHead(next.row().sequence(), next.hash());
      }
      if (page.isEmpty()) {
        End end = end();
        if (end.last() <= sound.sequence()) {
          return ended(sound, end, noted);
        }
      }
    }
  }

  /** Returns the problem of a row that follows sound rows, if it has one. */
  private static Optional<String> problem(Hashed next, AuditHead sound, Optional<AuditHead> noted) {
    long expected = sound.sequence() + 1;
    long sequence = next.row().sequence();
    if (sequence != expected) {
      return Optional.of(
          sequence > expected
              ? "row %d is missing".formatted(expected)
              : "row %d was put in: rows are counted from 1".formatted(sequence));
    }
    String hash = next.row().hash(sound.hash());
    if (!hash.equals(next.hash())) {
      return Optional.of(
          "row %d is not as it was written: it was changed, put in or moved".formatted(sequence));
    }
    boolean differs =
        noted.isPresent() && noted.get().sequence() == sequence && !noted.get().hash().equals(hash);
    return differs
        ? Optional.of(
            "row %d has another hash than the head that was noted: it, or a row before it, was changed, put in or taken out and the hashes after that were made anew"
                .formatted(sequence))
        : Optional.empty();
  }

  /** Returns the result once every row is followed. */
  private static AuditVerification ended(AuditHead sound, End end, Optional<AuditHead> noted) {
    long after = sound.sequence() + 1;
    if (end.head().isEmpty() && sound.sequence() > 0) {
      return broken(sound, sound.sequence(), "the record of the last row was deleted");
    }
    AuditHead head = end.head().orElse(AuditHead.NONE);
    if (head.sequence() > sound.sequence()) {
      return broken(
          sound,
          after,
          "row %d is missing: the log ended at row %d".formatted(after, head.sequence()));
    }
    if (head.sequence() == sound.sequence() && !head.equals(sound)) {
      return broken(
          sound,
          sound.sequence(),
          "row %d is not the last row as it was written".formatted(sound.sequence()));
    }
    if (!head.equals(sound)) {
      return broken(
          sound,
          head.sequence() + 1,
          "row %d was put in: the last row was row %d"
              .formatted(head.sequence() + 1, head.sequence()));
    }
    if (noted.isPresent() && noted.get().sequence() > sound.sequence()) {
      return broken(
          sound,
          after,
          "row %d is missing: the head that was noted is row %d"
              .formatted(after, noted.get().sequence()));
    }
    return new AuditVerification(sound.sequence(), sound, Optional.empty());
  }

  private static AuditVerification broken(AuditHead sound, long sequence, String problem) {
    return new AuditVerification(
        sound.sequence(), sound, Optional.of(new AuditVerification.Broken(sequence, problem)));
  }

  private List<Hashed> page(long after) {
    // A row that somebody put in may have any number.
    long from = after == 0 ? Long.MIN_VALUE : after;
    return query.all(
        "SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?",
        List.of(from, PAGE),
        row -> new Hashed(ChainedRow.read(row), String.valueOf(row.getString("hash"))));
  }

  private End end() {
    return query
        .first(
            """
            SELECT (SELECT coalesce(max(sequence), 0) FROM audit) AS last,
              (SELECT sequence FROM audit_head) AS sequence, (SELECT hash FROM audit_head) AS hash
            """,
            List.of(),
            row -> {
              Optional<String> hash = QueryRunner.text(row, "hash");
              long sequence = row.getLong("sequence");
              return new End(hash.map(text -> new AuditHead(sequence, text)), row.getLong("last"));
            })
        .orElseThrow();
  }
}
