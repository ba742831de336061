package dev.praetor.cli.place;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.client.model.AuditInfo;
import dev.praetor.client.model.AuditVerificationInfo;
import dev.praetor.store.RunStore;
import dev.praetor.store.audit.AuditVerification;
import dev.praetor.store.audit.row.AuditHead;
import dev.praetor.store.audit.row.AuditOutcome;
import dev.praetor.store.audit.row.AuditRow;
import dev.praetor.store.project.Projects;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.AuditField;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit log in a store, which is opened for each call. */
record StoreAudit(StoreArguments place) implements AuditTrail {
  @Override
  public List<AuditInfo> list(Selection selection, int most) {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      selection.project().ifPresent(Projects::requireOfNew);
      return List.of();
    }
    try (RunStore store = opened.get()) {
      List<AuditRow> found = new ArrayList<>();
      PageRequest next = PageRequest.where(where(selection)).withFirst(first(most));
      Page<AuditRow> page = store.auditPages().page(next);
      found.addAll(page.nodes());
      while (page.hasNextPage() && found.size() < most) {
        next = next.withAfter(page.endCursor().orElseThrow());
        page = store.auditPages().page(next.withFirst(first(most - found.size())));
        found.addAll(page.nodes());
      }
      if (found.isEmpty()) {
        selection.project().ifPresent(store.projects()::require);
      }
      return found.stream().map(StoreAudit::info).toList();
    }
  }

  private static int first(int most) {
    return Math.min(most, PageRequest.MOST);
  }

  /** Returns the condition that a name is that of the actor, or of the user whose key it was. */
  private static Condition actor(String name) {
    return Condition.or(
        Condition.is(AuditField.ACTOR, name),
        Condition.and(
            new Compare(AuditField.ACTOR, Operator.GTE, name + ":"),
            new Compare(AuditField.ACTOR, Operator.LT, name + ";")));
  }

  private static Condition where(Selection selection) {
    List<Condition> all = new ArrayList<>();
    selection.actor().ifPresent(name -> all.add(actor(name)));
    selection.action().ifPresent(name -> all.add(Condition.is(AuditField.ACTION, name)));
    selection.target().ifPresent(name -> all.add(Condition.is(AuditField.TARGET, name)));
    selection.project().ifPresent(name -> all.add(Condition.is(AuditField.PROJECT, name)));
    selection.since().ifPresent(time -> all.add(new Compare(AuditField.TIME, Operator.GTE, time)));
    if (selection.refused()) {
      all.add(Condition.is(AuditField.OUTCOME, AuditOutcome.Kind.REFUSED.name()));
    }
    return new Condition.And(all);
  }

  private static AuditInfo info(AuditRow row) {
    AuditRow.Act act = row.act();
    return new AuditInfo(
        row.sequence(),
        row.time(),
        row.origin().request(),
        new AuditInfo.Sender(
            row.origin().actor().name(),
            row.origin().actor().kind().name(),
            row.origin().address()),
        new AuditInfo.Act(
            act.action(),
            act.project(),
            act.kind().name(),
            act.target(),
            json(act.arguments()),
            act.was().map(StoreAudit::json),
            act.became().map(StoreAudit::json)),
        new AuditInfo.Outcome(
            row.outcome().kind() == AuditOutcome.Kind.DONE,
            row.outcome().code(),
            row.outcome().message()),
        row.hash());
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Override
  public AuditVerificationInfo verify(Optional<String> head) {
    Optional<AuditHead> noted = head.map(StoreAudit::head);
    try (RunStore store = place.openToRead()) {
      AuditVerification done = store.auditLog().verify(noted);
      return new AuditVerificationInfo(
          done.rows(),
          done.head().toString(),
          done.broken()
              .map(
                  broken -> new AuditVerificationInfo.Broken(broken.sequence(), broken.problem())));
    }
  }

  private static AuditHead head(String text) {
    return AuditHead.parse(text)
        .orElseThrow(() ->
            new UsageException(
                "--head takes the number of a row and its hash, as in 42:0a1b…, not '%s'"
                    .formatted(text)));
  }
}
