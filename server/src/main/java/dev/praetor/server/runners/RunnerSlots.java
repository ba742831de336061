package dev.praetor.server.runners;

import dev.praetor.PraetorException;
import dev.praetor.engine.AttemptSlots;
import dev.praetor.store.wire.ReceivedWrites;
import dev.praetor.store.wire.RunnerEvent;
import dev.praetor.store.write.SlotTicket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The tickets of a runner for slots of limited tags, by their numbers there. Thread-safe. */
final class RunnerSlots {
  private final ReceivedWrites writes;
  private final RunnerNews news;
  private final Map<Long, Ticket> tickets = new ConcurrentHashMap<>();

  RunnerSlots(ReceivedWrites writes, RunnerNews news) {
    this.writes = writes;
    this.news = news;
  }

  /** A ticket of the runner, and its counterpart in the store. */
  private final class Ticket implements AttemptSlots.Answers {
    private final long number;
    private volatile @Nullable SlotTicket stored;

    Ticket(long number) {
      this.number = number;
    }

    private ObjectNode json() {
      return RunnerNews.object().put("ticket", number);
    }

    @Override
    public void granted() {
      news.add("slots", json().put("granted", true));
    }

    @Override
    public void waits(String full, int position) {
      news.add("slots", json().put("granted", false).put("full", full).put("position", position));
    }

    @Override
    public void failed(PraetorException why) {
      news.add("slots", json().put("failed", String.valueOf(why.getMessage())));
    }
  }

  /** Requests slots; does nothing if there is a ticket of this number. */
  void take(RunnerEvent.TakeSlots take) {
    Ticket fresh = new Ticket(take.ticket());
    if (tickets.putIfAbsent(take.ticket(), fresh) == null) {
      fresh.stored = writes.claim(take.ticket(), take.epoch(), take.request(), fresh);
    }
  }

  /** Takes up a ticket that another server knew; does nothing if there is one of this number. */
  void takeUp(RunnerHello.HeldTicket known) {
    Ticket fresh = new Ticket(known.ticket());
    if (tickets.putIfAbsent(known.ticket(), fresh) == null) {
      fresh.stored =
          writes.takeUp(known.ticket(), known.epoch(), known.request(), fresh, known.held());
    }
  }

  /** Takes away tickets, and returns those of the store; unknown ones are left out. */
  List<SlotTicket> remove(List<Long> numbers) {
    return numbers.stream()
        .map(tickets::remove)
        .filter(Objects::nonNull)
        .map(ticket -> ticket.stored)
        .filter(Objects::nonNull)
        .toList();
  }
}
