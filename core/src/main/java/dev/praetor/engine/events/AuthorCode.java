package dev.praetor.engine.events;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A call of code of an author, on a thread of its own. When the call has ended, it is offered to
 * the owner of the run as an event, whatever the code did; its thread may then take a turn of the
 * owner. The owner may abandon a call; its end is then meaningless.
 *
 * <p>Calls run on virtual threads. While abandoned code is still running anywhere in this process,
 * and may keep the carriers of virtual threads busy, calls run on platform threads instead.
 */
public abstract class AuthorCode extends Event {
  /** The number of calls in this process that are running. */
  private static final LongAdder OPEN = new LongAdder();

  private static final int PROCESSORS =
      Integer.getInteger(
          "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
  private static final AtomicIntegerFieldUpdater<AuthorCode> PHASE =
      AtomicIntegerFieldUpdater.newUpdater(AuthorCode.class, "phase");
  private static final int WAITING = 0;
  private static final int RUNNING = 1;
  private static final int ABANDONED = 2;
  private static final int ENDED = 3;

  private volatile int phase = WAITING;
  private @Nullable Thread thread;

  /**
   * The parts that all calls of a run share.
   *
   * @param owner the mailbox of the owner, which gets the ends of the calls
   * @param loader the class loader of the thread that started the run, for code that loads classes
   */
  public record Surroundings(Mailbox owner, @Nullable ClassLoader loader) {}

  /** Calls the code, in a thread of its own. */
  protected abstract void call();

  /**
   * Starts the thread.
   *
   * @param urgent true if the call must not wait for a carrier of virtual threads
   */
  public final void start(Surroundings surroundings, String name, boolean urgent) {
    if (isAbandoned()) {
      return;
    }
    boolean platform = urgent || AbandonedCode.isRunning();
    start(platform ? Thread.ofPlatform().daemon() : Thread.ofVirtual(), surroundings, name);
  }

  private void start(Thread.Builder builder, Surroundings surroundings, String name) {
    Thread made =
        builder
            .name(name)
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> callAndReturn(surroundings.owner()));
    made.setContextClassLoader(surroundings.loader());
    thread = made;
    made.start();
  }

  /**
   * Starts the code on a platform thread if it still waits for a carrier of virtual threads, all of
   * which other code keeps busy; returns whether it does.
   */
  public final boolean startElsewhere(Surroundings surroundings, String name) {
    if (phase != WAITING) {
      return false;
    }
    start(Thread.ofPlatform().daemon(), surroundings, name);
    return true;
  }

  private void callAndReturn(Mailbox owner) {
    if (!PHASE.compareAndSet(this, WAITING, RUNNING)) {
      return;
    }
    OPEN.increment();
    try {
      call();
    } finally {
      OPEN.decrement();
      if (PHASE.compareAndSet(this, RUNNING, ENDED)) {
        giveTo(owner);
      } else {
        AbandonedCode.remove(this);
        owner.offer(this);
      }
    }
  }

  /**
   * Offers this call to the owner, who may let this thread take the turn. A turn must not stand
   * still, and a virtual thread that waits for a lock may get no processor again for long, so code
   * of authors must leave a processor free. A platform thread may have a priority that its code has
   * chosen.
   */
  private void giveTo(Mailbox owner) {
    if (Thread.currentThread().isVirtual() && owner.letsTakeTurn() && OPEN.sum() < PROCESSORS) {
      owner.deliver(this);
    } else {
      owner.offer(this);
    }
  }

  /** Returns whether the thread has been started. */
  public final boolean isStarted() {
    return thread != null;
  }

  /** Returns whether the call has been abandoned. May be called by any thread. */
  public final boolean isAbandoned() {
    return phase == ABANDONED;
  }

  /** Interrupts the code, unless it has ended: its thread may be taking a turn of the owner. */
  public final void interrupt() {
    if (phase != ENDED) {
      interruptThread();
    }
  }

  private void interruptThread() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** Interrupts the code, whose end is no longer awaited. For the owner of the run. */
  public final void abandon() {
    if (isAbandoned()) {
      interruptThread();
      return;
    }
    AbandonedCode.add(this); // First: the call may end as soon as its phase has changed.
    int before = PHASE.getAndSet(this, ABANDONED);
    if (before != RUNNING) {
      AbandonedCode.remove(this);
    }
    if (before != ENDED) {
      interruptThread();
    }
  }

  /** Returns the stack of the code, empty if it is not running. */
  public final StackTraceElement[] stack() {
    Thread running = thread;
    return running == null ? new StackTraceElement[0] : running.getStackTrace();
  }

  /** Returns whether the code is still running. */
  public final boolean isRunning() {
    return Objects.requireNonNull(thread, "the call has not been started").isAlive();
  }
}
