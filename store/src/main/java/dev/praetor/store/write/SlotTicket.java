package dev.praetor.store.write;

import dev.praetor.engine.AttemptSlots;
import dev.praetor.store.model.StoreFailed;
import java.util.List;

/**
 * The request of an attempt for slots of limited tags, as this process keeps it in the store.
 * Thread-safe.
 */
public final class SlotTicket implements AttemptSlots.Ticket {
  private final OwnSlots own;
  private final long number;
  private final int epoch;
  private final AttemptSlots.Request request;
  private final AttemptSlots.Answers answers;
  private volatile List<String> tags = List.of();

  SlotTicket(
      OwnSlots own,
      long number,
      int epoch,
      AttemptSlots.Request request,
      AttemptSlots.Answers answers) {
    this.own = own;
    this.number = number;
    this.epoch = epoch;
    this.request = request;
    this.answers = answers;
  }

  /** Returns the number of the ticket among those of this process. */
  public long number() {
    return number;
  }

  int epoch() {
    return epoch;
  }

  AttemptSlots.Request request() {
    return request;
  }

  AttemptSlots.Answers answers() {
    return answers;
  }

  /** Returns the tags that were limited when the ticket was recorded, in order. */
  public List<String> tags() {
    return tags;
  }

  void setTags(List<String> limited) {
    tags = List.copyOf(limited);
  }

  /** Returns false, since only the writer knows whether there are free slots. */
  @Override
  public boolean isHeld() {
    return false;
  }

  @Override
  public void ended() {
    own.ended(this);
  }

  @Override
  public void withdraw() {
    own.withdraw(this);
  }

  void fail(StoreFailed why) {
    answers.failed(why);
  }
}
