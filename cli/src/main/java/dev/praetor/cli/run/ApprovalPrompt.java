package dev.praetor.cli.run;

import dev.praetor.FlowRun;
import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.cli.option.ApprovalAnswers;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.terminal.RunView;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.engine.RunListener;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers approvals: immediately for task runs approved on the command line, and by asking on the
 * terminal for others. Without a terminal they are refused, so that no run waits forever, unless
 * {@code --wait-for-approval} leaves the answer to another process.
 */
public final class ApprovalPrompt implements RunListener, AutoCloseable {
  /**
   * A task run that waits for an approval.
   *
   * @param within the run of a flow in this flow to which the task run belongs, if it does
   * @param task the path of the task run in its own run
   * @param path its path from this run
   */
  private record Paused(Optional<FlowRun<?>> within, String task, String path, String text) {}

  private static final String USER = CurrentUser.name();
  private final RunView view;
  private final PrintWriter err;
  private final ApprovalAnswers answers;
  private final StoreSession history;
  private final LinkedBlockingQueue<Paused> paused = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;

  ApprovalPrompt(RunView view, PrintWriter err, ApprovalAnswers answers, StoreSession history) {
    this.view = view;
    this.err = err;
    this.answers = answers;
    this.history = history;
  }

  @Override
  public void taskRun(String node, int index, State state, Supplier<TaskRun> run) {
    if (state instanceof State.Paused waiting) {
      String path = TaskPath.text(node, index);
      paused.add(new Paused(Optional.empty(), path, path, waiting.message()));
    }
  }

  @Override
  public void taskRunWithin(Within taskRun, State state) {
    if (state instanceof State.Paused waiting) {
      paused.add(
          new Paused(
              Optional.of(taskRun.run()), taskRun.task(), taskRun.path(), waiting.message()));
    }
  }

  void answer(FlowRun<?> run) {
    thread =
        Thread.ofVirtual()
            .name("approvals")
            .start(() -> {
              try {
                while (true) {
                  Paused next = paused.take();
                  answer(next.within().isPresent() ? next.within().get() : run, next);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private void answer(FlowRun<?> run, Paused task) {
    if (history.isAnswered(run.id(), task.task())) {
      return; // The run obeys the order that was given while nobody ran it.
    }
    if (answers.approves(task.path()) || answers.approves(task.task())) {
      run.approve(task.task(), USER);
    } else if (answers.waiting()) {
      view.say(
          task.path()
              + " waits for approval: praetor runs approve "
              + RunLabels.brief(run.id())
              + " "
              + task.task()
              + (task.text().isEmpty() ? "" : "    (" + task.text() + ")"));
    } else if (Terminals.console().isPresent()) {
      ask(run, task, Terminals.console().get());
    } else {
      err.println(
          task.path()
              + " waits for approval, but there is no terminal to ask on; use --approve "
              + task.path()
              + ", or --wait-for-approval to answer from another process");
      run.refuse(task.task(), "praetor", "there was no terminal to ask on");
    }
  }

  private void ask(FlowRun<?> run, Paused task, Console console) {
    view.pause();
    String question = PrintableText.line(task.path() + ": " + task.text());
    Optional<Boolean> answer = Optional.empty();
    while (answer.isEmpty()) {
      String typed = console.readLine("%s  Approve? [y/n] ", question);
      if (typed == null) {
        break;
      }
      answer = answer(typed);
    }
    view.resume();
    if (answer.isPresent() && answer.get()) {
      run.approve(task.task(), USER);
    } else {
      run.refuse(task.task(), USER, answer.isEmpty() ? "the input ended without an answer" : "");
    }
  }

  /** Returns an answer; empty if it is neither yes nor no, so that the question is asked again. */
  static Optional<Boolean> answer(String typed) {
    return switch (typed.strip().toLowerCase(Locale.ROOT)) {
      case "y", "yes" -> Optional.of(true);
      case "n", "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
