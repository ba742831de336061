package dev.praetor.client;

import dev.praetor.client.model.AuditInfo;
import dev.praetor.client.model.AuditVerificationInfo;
import dev.praetor.client.model.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The audit log of a server, for an administrator: what callers changed, and what was refused to
 * them. Thread-safe.
 */
public final class AuditApi {
  private static final String VERIFY =
      "query ($head: String) { auditVerification(head: $head) { %s } }"
          .formatted(AuditVerificationInfo.FIELDS);
  private final GraphQl graphql;

  AuditApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  private Lists<AuditInfo> lists() {
    return new Lists<>(graphql, "audit", "Audit", AuditInfo.FIELDS, AuditInfo::of);
  }

  /** Returns a page of rows, the newest first by default. */
  public Page<AuditInfo> page(Listing listing) {
    return lists().page(listing);
  }

  /** Returns rows, which are read page by page while the stream is consumed. */
  public Stream<AuditInfo> all(Listing listing) {
    return lists().all(listing);
  }

  /**
   * Verifies that no row was changed, put in, moved or taken out.
   *
   * @param head a head that was noted elsewhere, as an earlier verification gave it
   */
  public AuditVerificationInfo verify(Optional<String> head) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("head", head.orElse(null));
    return AuditVerificationInfo.of(
        new Json(graphql.data(VERIFY, variables).path("auditVerification")));
  }
}
