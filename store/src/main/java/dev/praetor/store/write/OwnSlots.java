package dev.praetor.store.write;

import dev.praetor.engine.AttemptSlots;
import dev.praetor.store.model.StoreFailed;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slots of limited tags that the attempts of this process hold or wait for. Slots are requested
 * and freed by jobs of the writer, which does many of them in one transaction. Thread-safe.
 */
public final class OwnSlots implements SlotTicket.Keeper {
  private static final Logger LOG = LoggerFactory.getLogger(OwnSlots.class);
  private final RunWriter writer;
  private final OwnedRuns owned;
  private final SlotBook book;
  private final AtomicLong last = new AtomicLong();

  public OwnSlots(RunWriter writer, OwnedRuns owned) {
    this.writer = writer;
    this.owned = owned;
    this.book = writer.slots();
  }

  /** Sets the action that is taken, on the writer's thread, whenever a ticket has to wait. */
  public void onWait(Runnable action) {
    book.onWait(action);
  }

  /** Requests slots. */
  public SlotTicket claim(AttemptSlots.Request request, AttemptSlots.Answers answers) {
    int epoch = owned.epoch(request.run());
    return claim(last.incrementAndGet(), epoch, request, answers);
  }

  /**
   * Requests slots for an attempt of a process on whose behalf this one writes.
   *
   * @param number the number of the ticket among those of that process
   * @param epoch the epoch of the run there
   */
  public SlotTicket claim(
      long number, int epoch, AttemptSlots.Request request, AttemptSlots.Answers answers) {
    SlotTicket ticket = new SlotTicket(this, number, epoch, request, answers);
    try {
      writer.add(new Job.TakeSlots(ticket));
    } catch (StoreFailed e) {
      answers.failed(e);
    }
    return ticket;
  }

  /**
   * Takes up the slots of an attempt of a process on whose behalf another one wrote until now.
   *
   * @param held true if the attempt was told that it has the slots; it is not told again
   */
  public SlotTicket takeUp(
      long number,
      int epoch,
      AttemptSlots.Request request,
      AttemptSlots.Answers answers,
      boolean held) {
    SlotTicket ticket = new SlotTicket(this, number, epoch, request, answers);
    try {
      writer.add(new Job.TakeUpSlots(ticket, held));
    } catch (StoreFailed e) {
      answers.failed(e);
    }
    return ticket;
  }

  /** Frees slots with the next batch of their run. */
  @Override
  public void ended(SlotTicket ticket) {
    book.ended(ticket);
  }

  @Override
  public void withdraw(SlotTicket ticket) {
    try {
      writer.add(new Job.FreeSlots(List.of(ticket)));
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the slots are free since the store is closed");
    }
  }

  /**
   * Tries again to take the slots for which tickets wait, as some may have been freed elsewhere.
   */
  public void tryAgain() {
    writer.add(new Job.GrantSlots(false));
  }

  /** Returns the tickets that wait, in the order in which they came. */
  public Collection<SlotTicket> waiting() {
    return book.waiting();
  }
}
