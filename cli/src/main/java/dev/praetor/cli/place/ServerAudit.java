package dev.praetor.cli.place;

import dev.praetor.client.Filter;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.AuditInfo;
import dev.praetor.client.model.AuditVerificationInfo;
import java.util.List;
import java.util.Optional;

/** The audit log of a server. */
record ServerAudit(ServerAddress server) implements AuditTrail {
  private static final int PAGE = 1_000;

  @Override
  public List<AuditInfo> list(Selection selection, int most) {
    try (PraetorClient client = server.client()) {
      List<AuditInfo> rows =
          client
              .audit()
              .all(Listing.where(where(selection)).withFirst(Math.min(most, PAGE)))
              .limit(most)
              .toList();
      if (rows.isEmpty() && selection.project().isPresent()) {
        ServerProjects.require(client, selection.project().get());
      }
      return rows;
    }
  }

  private static Filter where(Selection selection) {
    Filter where = selection.refused() ? Filter.is("outcome", "REFUSED") : Filter.ALL;
    if (selection.actor().isPresent()) {
      where = where.and(actor(selection.actor().get()));
    }
    if (selection.action().isPresent()) {
      where = where.and(Filter.is("action", selection.action().get()));
    }
    if (selection.target().isPresent()) {
      where = where.and(Filter.is("target", selection.target().get()));
    }
    if (selection.project().isPresent()) {
      where = where.and(Filter.is("project", selection.project().get()));
    }
    if (selection.since().isPresent()) {
      where = where.and(Filter.of("time", "_gte", selection.since().get().toString()));
    }
    return where;
  }

  /** Returns the condition that a name is that of the actor, or of the user whose key it was. */
  private static Filter actor(String name) {
    Filter keys = Filter.of("actor", "_gte", name + ":").and(Filter.of("actor", "_lt", name + ";"));
    return Filter.is("actor", name).or(keys);
  }

  @Override
  public AuditVerificationInfo verify(Optional<String> head) {
    try (PraetorClient client = server.client()) {
      return client.audit().verify(head);
    }
  }
}
