package dev.praetor.engine;

import dev.praetor.PraetorException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two sets of slots, of which an attempt needs both. The slots of the second are requested when
 * those of the first are taken, always in this order, so that no two attempts wait for each other.
 */
record BothSlots(AttemptSlots first, AttemptSlots second) implements AttemptSlots {
  @Override
  public boolean concern(Set<String> tags) {
    return first.concern(tags) || second.concern(tags);
  }

  @Override
  public Ticket claim(Request request, Answers answers) {
    if (!first.concern(request.tags())) {
      return second.claim(request, answers);
    }
    if (!second.concern(request.tags())) {
      return first.claim(request, answers);
    }
    Both both = new Both(request, answers);
    both.begin(first.claim(request, both));
    return both;
  }

  /** The tickets of one attempt. Receives the answers of the first slots. */
  private final class Both implements Ticket, Answers {
    private final Request request;
    private final Answers answers;
    private @Nullable Ticket one;
    private @Nullable Ticket two;
    private boolean granted;
    private boolean gone;
    private boolean heldAtOnce;

    Both(Request request, Answers answers) {
      this.request = request;
      this.answers = answers;
    }

    void begin(Ticket taken) {
      synchronized (this) {
        one = taken;
        granted |= taken.isHeld();
      }
      if (claimSecond()) {
        heldAtOnce = true;
      }
    }

    /** Requests the second slots once; returns whether that took them at once. */
    private synchronized boolean claimSecond() {
      if (!granted || one == null || two != null || gone) {
        return false;
      }
      two = second.claim(request, answers);
      return two.isHeld();
    }

    @Override
    public void granted() {
      synchronized (this) {
        granted = true;
      }
      if (claimSecond()) {
        answers.granted();
      }
    }

    @Override
    public void waits(String full, int position) {
      answers.waits(full, position);
    }

    @Override
    public void failed(PraetorException why) {
      answers.failed(why);
    }

    @Override
    public boolean isHeld() {
      return heldAtOnce;
    }

    @Override
    public synchronized void ended() {
      gone = true;
      if (two != null) {
        two.ended();
      }
      if (one != null) {
        one.ended();
      }
    }

    @Override
    public synchronized void withdraw() {
      gone = true;
      if (two != null) {
        two.withdraw();
      }
      if (one != null) {
        one.withdraw();
      }
    }
  }
}
