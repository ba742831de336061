package dev.praetor.engine;

import dev.praetor.TaskRun;
import dev.praetor.engine.secret.KnownSecrets;
import dev.praetor.function.V1;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Binds the task run whose code runs to its thread. */
public final class CurrentTask {
  private static final ScopedValue<RunningTask> CURRENT = ScopedValue.newInstance();

  private CurrentTask() {}

  /** Runs code as a part of a task run. */
  public static void run(RunningTask task, Runnable code) {
    ScopedValue.where(CURRENT, task).run(() -> StartedThreads.run(task, code));
  }

  /** Calls a hook that is told about a task run, in the context of that task run. */
  public static @Nullable Void call(RunningTask task, V1<TaskRun> hook, TaskRun told)
      throws Exception {
    return ScopedValue.where(CURRENT, task)
        .call(() -> {
          hook.apply(told);
          return null;
        });
  }

  /**
   * Returns the task run whose code this thread runs.
   *
   * @param what the call that needs the task run, for the message
   * @throws IllegalStateException outside a task
   */
  public static RunningTask current(String what) {
    if (!CURRENT.isBound()) {
      throw new IllegalStateException(
          what
              + " works only inside a task, in the thread that runs it; pass other threads the"
              + " values they need");
    }
    return CURRENT.get();
  }

  /**
   * Returns a text without the secrets that runs of this process have read, whichever thread calls:
   * a line may come from a thread that a task has started, or from a hook.
   */
  public static String mask(String text) {
    return mask("", text);
  }

  /** Returns a line without those secrets, of which one may begin in the line before. */
  public static String mask(String before, String line) {
    return KnownSecrets.mask(
        before, attributed().map(task -> task.mask(before, line)).orElse(line));
  }

  /**
   * Keeps a log line with the task run that this thread belongs to. Outside a task the line is
   * ignored. For appenders of logging frameworks, which see every line once.
   */
  public static void log(Instant time, String level, String logger, Supplier<String> text) {
    attributed()
        .filter(RunningTask::keepsLogs)
        .ifPresent(task -> task.log(time, level, logger, text.get()));
  }

  /** Returns the task run whose code this thread runs, or whose code has started this thread. */
  public static Optional<RunningTask> attributed() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : StartedThreads.starter();
  }
}
