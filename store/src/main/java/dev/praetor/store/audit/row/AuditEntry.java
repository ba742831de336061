package dev.praetor.store.audit.row;

import java.time.Instant;

/**
 * The beginning of what a row tells of: who does what to what, from where.
 *
 * @param id an id of its own
 * @param request the id of the request, which all its rows have
 * @param began the time at which it was begun
 * @param address the address of the connection; empty if there is none
 * @param action the name of what is done, as in {@code createRun}
 * @param arguments what it is done with, as bounded JSON without secrets
 */
public record AuditEntry(
    String id,
    String request,
    Instant began,
    Actor actor,
    String address,
    String action,
    AuditTarget target,
    String arguments) {

  /** Returns a copy about another target. */
  public AuditEntry withTarget(AuditTarget other) {
    return new AuditEntry(id, request, began, actor, address, action, other, arguments);
  }

  /** Returns a copy with other arguments. */
  public AuditEntry withArguments(String other) {
    return new AuditEntry(id, request, began, actor, address, action, target, other);
  }

  /** Returns a copy with another id. */
  public AuditEntry withId(String other) {
    return new AuditEntry(other, request, began, actor, address, action, target, arguments);
  }
}
