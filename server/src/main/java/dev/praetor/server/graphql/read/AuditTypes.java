package dev.praetor.server.graphql.read;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.audit.AuditLog;
import dev.praetor.store.audit.AuditVerification;
import dev.praetor.store.audit.row.AuditHead;
import dev.praetor.store.audit.row.AuditRow;
import dev.praetor.store.query.AuditPages;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Optional;

/** The code for the audit log. */
record AuditTypes(AuditPages pages, AuditLog log) {
  static List<TypeCode<?>> all() {
    return List.of(
        row(),
        TypeCode.of("AuditVerification", AuditVerification.class)
            .field("whole", done -> done.broken().isEmpty())
            .field("rows", AuditVerification::rows)
            .field("head", done -> done.head().toString())
            .field("broken", AuditVerification::broken),
        TypeCode.of("AuditBreak", AuditVerification.Broken.class)
            .field("sequence", AuditVerification.Broken::sequence)
            .field("problem", AuditVerification.Broken::problem));
  }

  private static TypeCode<AuditRow> row() {
    return TypeCode.of("AuditRow", AuditRow.class)
        .field("sequence", AuditRow::sequence)
        .field("time", AuditRow::time)
        .field("request", row -> row.origin().request())
        .field("actor", row -> row.origin().actor().name())
        .field("actorKind", row -> row.origin().actor().kind().name())
        .field("address", row -> row.origin().address())
        .field("action", row -> row.act().action())
        .field("project", row -> row.act().project())
        .field("targetKind", row -> row.act().kind().name())
        .field("target", row -> row.act().target())
        .field("arguments", row -> ExactJson.MAPPER.readTree(row.act().arguments()))
        .field("before", row -> row.act().was().map(ExactJson.MAPPER::readTree))
        .field("after", row -> row.act().became().map(ExactJson.MAPPER::readTree))
        .field("outcome", row -> row.outcome().kind().name())
        .field("code", row -> row.outcome().code())
        .field("message", row -> row.outcome().message())
        .field("hash", AuditRow::hash);
  }

  /** Returns the page of rows that a request asks for. */
  Pages.Counted page(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.AUDIT, environment, Condition.ALWAYS);
    return new Pages.Counted(pages.page(request), request.where(), pages::count);
  }

  /** Verifies the log. */
  AuditVerification verify(DataFetchingEnvironment environment) {
    String head = environment.getArgument("head");
    return log.verify(Optional.ofNullable(head).map(AuditTypes::head));
  }

  private static AuditHead head(String text) {
    return AuditHead.parse(text)
        .orElseThrow(() ->
            new RequestRefused(
                ApiCode.BAD_REQUEST,
                "'head' is the number of a row and its hash, as in 42:0a1b…, not '%s'"
                    .formatted(text)));
  }
}
