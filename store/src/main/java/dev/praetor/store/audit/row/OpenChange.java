package dev.praetor.store.audit.row;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A change that a caller is making: the first transaction in which a row of the store changes gets
 * a row of the audit log, and so does each later one in which the target becomes something else.
 * While it is made, it is known to the thread, from which the write queue takes it. Thread-safe.
 */
public final class OpenChange {
  private static final ScopedValue<OpenChange> CURRENT = ScopedValue.newInstance();
  private final AuditEntry entry;
  private final AtomicReference<String> remark = new AtomicReference<>("");
  private final AtomicInteger recorded = new AtomicInteger();

  public OpenChange(AuditEntry entry) {
    this.entry = entry;
  }

  /** Returns the change that this thread makes on behalf of a caller, if it makes one. */
  public static Optional<OpenChange> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Makes the change. */
  public <T> T making(Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, this).call(work::call);
  }

  /**
   * Does a part of the change that this thread makes, which has a row of its own; without a change,
   * only does it.
   *
   * @param target the target of the part
   */
  public static <T> T part(AuditTarget target, Supplier<T> work) {
    return CURRENT.isBound()
        ? ScopedValue.where(CURRENT, CURRENT.get().part(target)).call(work::get)
        : work.get();
  }

  /** Returns a part of this change, which has a row of its own. */
  public OpenChange part(AuditTarget target) {
    String id = entry.id() + "/" + String.join(" ", target.key());
    return new OpenChange(entry.withId(id).withTarget(target).withArguments("{}"));
  }

  /** Sets the message of the row that tells of the change as a whole, if no other row does. */
  public void remark(String text) {
    remark.set(text);
  }

  public String remark() {
    return remark.get();
  }

  public AuditEntry entry() {
    return entry;
  }

  /** Returns whether a row is durable. */
  public boolean isRecorded() {
    return recorded.get() > 0;
  }

  int rows() {
    return recorded.get();
  }

  void recorded() {
    recorded.incrementAndGet();
  }
}
