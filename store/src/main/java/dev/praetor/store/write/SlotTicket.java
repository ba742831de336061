package dev.praetor.store.write;

import dev.praetor.engine.AttemptSlots;
import dev.praetor.store.model.StoreFailed;
import java.util.List;

/**
 * The request of an attempt for slots of limited tags, as this process keeps it in the store.
 * Thread-safe.
 */
public final class SlotTicket implements AttemptSlots.Ticket {
  /**
   * Stands in the column {@code held} of a slot that a person has taken from its attempt, in place
   * of 1 for a slot that is held, and 0 for a slot that an attempt waits for. It counts as free,
   * and its row is deleted when the attempt ends.
   */
  public static final int RELEASED = 2;

  /** The keeper of tickets, which is told when an attempt needs its ticket no longer. */
  interface Keeper {
    /** Frees the slots of an attempt that has ended. */
    void ended(SlotTicket ticket);

    /** Withdraws a ticket that waits. */
    void withdraw(SlotTicket ticket);
  }

  private final Keeper keeper;
  private final long number;
  private final int epoch;
  private final AttemptSlots.Request request;
  private final AttemptSlots.Answers answers;
  private volatile List<String> tags = List.of();

  SlotTicket(
      Keeper keeper,
      long number,
      int epoch,
      AttemptSlots.Request request,
      AttemptSlots.Answers answers) {
    this.keeper = keeper;
    this.number = number;
    this.epoch = epoch;
    this.request = request;
    this.answers = answers;
  }

  /** Returns the number of the ticket among those of this process. */
  public long number() {
    return number;
  }

  public int epoch() {
    return epoch;
  }

  public AttemptSlots.Request request() {
    return request;
  }

  AttemptSlots.Answers answers() {
    return answers;
  }

  /** Returns the tags that were limited when the ticket was recorded, in order. */
  public List<String> tags() {
    return tags;
  }

  public void setTags(List<String> limited) {
    tags = List.copyOf(limited);
  }

  /** Returns false, since only the writer knows whether there are free slots. */
  @Override
  public boolean isHeld() {
    return false;
  }

  @Override
  public void ended() {
    keeper.ended(this);
  }

  @Override
  public void withdraw() {
    keeper.withdraw(this);
  }

  public void fail(StoreFailed why) {
    answers.failed(why);
  }
}
