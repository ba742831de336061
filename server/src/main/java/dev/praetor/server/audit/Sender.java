package dev.praetor.server.audit;

import dev.praetor.store.audit.row.Actor;
import java.util.UUID;

/**
 * The sender of a request, as the audit log names it. While the request is answered, its sender is
 * known to the thread.
 *
 * @param address the address of the connection; headers of proxies can be forged, and are not asked
 * @param request an id of the request
 */
public record Sender(Actor actor, String address, String request) {
  private static final ScopedValue<Sender> CURRENT = ScopedValue.newInstance();

  /** Returns the sender of a request that has just come. */
  public static Sender of(Actor actor, String address) {
    return new Sender(actor, address, UUID.randomUUID().toString());
  }

  /**
   * Returns the sender of the request that this thread answers.
   *
   * @throws IllegalStateException if the thread answers none
   */
  public static Sender current() {
    return CURRENT.orElseThrow(() -> new IllegalStateException("no request is being answered"));
  }

  /** Returns the sender of the same request, who has proved who it is. */
  public Sender by(Actor known) {
    return new Sender(known, address, request);
  }

  /** Does something on behalf of the sender. */
  public void run(Runnable work) {
    ScopedValue.where(CURRENT, this).run(work);
  }
}
