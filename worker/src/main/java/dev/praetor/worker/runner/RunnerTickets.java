package dev.praetor.worker.runner;

import dev.praetor.store.write.SlotBook;
import dev.praetor.store.write.SlotTicket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tickets of a runner for slots of limited tags. A ticket that has ended is known until the
 * server has answered that: the next server has to take it up, or nobody would free its slots.
 * Thread-safe.
 */
final class RunnerTickets {
  private final SlotBook slots;
  private final Map<Long, SlotTicket> open = new ConcurrentHashMap<>();
  private final Map<Long, Known> ended = new ConcurrentHashMap<>();

  /**
   * A ticket that the server has to know.
   *
   * @param held true if its slots are granted
   */
  record Known(SlotTicket ticket, boolean held) {}

  /**
   * Creates an empty set of tickets.
   *
   * @param slots the slots that are granted
   */
  RunnerTickets(SlotBook slots) {
    this.slots = slots;
  }

  void add(SlotTicket ticket) {
    open.put(ticket.number(), ticket);
  }

  /** Returns the ticket of a number, unless it has ended. */
  Optional<SlotTicket> find(long number) {
    return Optional.ofNullable(open.get(number));
  }

  /** Ends tickets, of which the server has not been told yet. */
  void end(List<SlotTicket> all) {
    for (SlotTicket ticket : all) {
      ended.put(ticket.number(), new Known(ticket, isHeld(ticket)));
      open.remove(ticket.number());
      slots.freed(ticket);
    }
  }

  /** Forgets tickets, whose end the server has answered. */
  void answered(List<SlotTicket> all) {
    all.forEach(ticket -> ended.remove(ticket.number()));
  }

  /** Returns all tickets whose end the server has not answered. */
  List<Known> all() {
    List<Known> all = new ArrayList<>();
    open.values().stream()
        .filter(ticket -> !ended.containsKey(ticket.number()))
        .forEach(ticket -> all.add(new Known(ticket, isHeld(ticket))));
    all.addAll(ended.values());
    return all;
  }

  private boolean isHeld(SlotTicket ticket) {
    return slots.held().contains(ticket);
  }
}
