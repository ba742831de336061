package dev.praetor.engine;

import dev.praetor.PraetorException;
import dev.praetor.RunId;
import java.util.Set;

/**
 * The slots of limited tags. An attempt takes a slot of each limited tag of its task before its
 * code runs: all of them, or none. Attempts that wait are served in the order in which they came,
 * also if a later one needs fewer slots, so that none waits for ever. Thread-safe.
 */
public interface AttemptSlots {
  /** The slots of a process in which no tag is limited. */
  AttemptSlots UNLIMITED =
      new AttemptSlots() {
        @Override
        public boolean concern(Set<String> tags) {
          return false;
        }

        @Override
        public Ticket claim(Request request, Answers answers) {
          throw new IllegalStateException("no tag is limited");
        }
      };

  /**
   * The request of an attempt.
   *
   * @param index the index of the task run, or -1 if its node has a single one
   */
  record Request(RunId run, String node, int index, Set<String> tags) {
    public Request {
      tags = Set.copyOf(tags);
    }
  }

  /** The receiver of the answers to a request. Called by any thread, and never blocks. */
  interface Answers {
    /** Called once, when the slots are taken, unless {@link Ticket#isHeld} was true at once. */
    void granted();

    /**
     * Called when the slots are unavailable; may also be called after the slots are taken.
     *
     * @param full the tags without a free slot, with their limits, as a text
     * @param position the position in the queue, from 1
     */
    void waits(String full, int position);

    /** Called if the request can never be answered, because the store of the slots is gone. */
    void failed(PraetorException why);
  }

  /** The slots of an attempt, or its place in the queue. Each method may be called repeatedly. */
  interface Ticket {
    /** Returns true if the slots were taken by the request itself, so that no answer follows. */
    boolean isHeld();

    /**
     * Frees the slots, because the attempt has ended. Called by the owner of the run before it
     * passes the changes made by that end to the journal.
     */
    void ended();

    /** Gives up the slots, or the place in the queue, at once. */
    void withdraw();
  }

  /**
   * Returns whether attempts of a task with these tags need slots now. Called for each attempt, so
   * it is fast.
   */
  boolean concern(Set<String> tags);

  /** Requests the slots of an attempt. */
  Ticket claim(Request request, Answers answers);

  /** Returns the slots of both: an attempt takes its slots here, and then those of the others. */
  default AttemptSlots and(AttemptSlots others) {
    if (this == UNLIMITED) {
      return others;
    }
    return others == UNLIMITED ? this : new BothSlots(this, others);
  }
}
