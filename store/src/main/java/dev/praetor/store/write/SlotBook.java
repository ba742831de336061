package dev.praetor.store.write;

import dev.praetor.RunId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The tickets of this process: tickets that wait for slots of limited tags, in the order in which
 * they came, and tickets that hold slots. They agree with the store: only the writer's thread
 * changes them, after each transaction. Thread-safe.
 */
public final class SlotBook {
  private final Map<Long, SlotTicket> waiting = new ConcurrentSkipListMap<>();
  private final Map<Long, SlotTicket> held = new ConcurrentHashMap<>();
  private final Map<RunId, List<SlotTicket>> ended = new ConcurrentHashMap<>();
  private volatile Runnable onWait = () -> {};

  void onWait(Runnable action) {
    onWait = action;
  }

  public Collection<SlotTicket> waiting() {
    return waiting.values();
  }

  public Collection<SlotTicket> held() {
    return held.values();
  }

  /** Notes that the next batch of a run frees the slots of a ticket. */
  void ended(SlotTicket ticket) {
    ended.computeIfAbsent(ticket.request().run(), _ -> new ArrayList<>()).add(ticket);
  }

  /** Returns the tickets whose slots a batch of a run frees, and forgets them. */
  List<SlotTicket> takeEnded(RunId run) {
    List<SlotTicket> all = ended.isEmpty() ? null : ended.remove(run);
    return all == null ? List.of() : all;
  }

  public void waits(SlotTicket ticket, String full, int position) {
    waiting.put(ticket.number(), ticket);
    onWait.run();
    ticket.answers().waits(full, position);
  }

  public void granted(SlotTicket ticket) {
    waiting.remove(ticket.number());
    if (!ticket.tags().isEmpty()) {
      held.put(ticket.number(), ticket);
    }
    ticket.answers().granted();
  }

  /** Notes that a ticket holds slots of which its attempt knows. */
  void keeps(SlotTicket ticket) {
    if (!ticket.tags().isEmpty()) {
      held.put(ticket.number(), ticket);
    }
  }

  public void freed(SlotTicket ticket) {
    waiting.remove(ticket.number());
    held.remove(ticket.number());
  }
}
