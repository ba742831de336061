package dev.praetor.store.model;

import dev.praetor.FlowRun;
import dev.praetor.InvalidTaskPath;
import dev.praetor.OrderRefused;

/** The answer of a run to an order. */
public sealed interface OrderAnswer {
  /** The run obeys the order. */
  record Taken() implements OrderAnswer {}

  /** The run cannot obey the order at the moment; it is asked again. */
  record NotYet() implements OrderAnswer {}

  /** The run never obeys the order, for a reason that the person who gave it should know. */
  record Refused(String why) implements OrderAnswer {}

  /** Gives an order to a run in this process, and returns its answer. */
  static OrderAnswer of(FlowRun<?> run, RunOrder order) {
    return switch (order) {
      case RunOrder.Cancel cancel -> taken(() -> run.cancel(cancel.by(), cancel.why()));
      case RunOrder.Approve approve -> answer(run.approve(approve.task(), approve.by()));
      case RunOrder.Refuse refuse -> answer(run.refuse(refuse.task(), refuse.by(), refuse.why()));
      case RunOrder.Pause pause -> taken(() -> run.pause(pause.by(), pause.why()));
      case RunOrder.Resume resume -> taken(() -> run.resume(resume.by(), resume.why()));
      case RunOrder.Skip skip -> taken(() -> run.skip(skip.task(), skip.by(), skip.why()));
      case RunOrder.Finish finish ->
          taken(() -> run.finishWithJson(finish.task(), finish.value(), finish.by(), finish.why()));
    };
  }

  private static OrderAnswer taken(Runnable order) {
    try {
      order.run();
      return new Taken();
    } catch (OrderRefused refused) {
      return refused.isPossibleLater()
          ? new NotYet()
          : new Refused(String.valueOf(refused.getMessage()));
    } catch (InvalidTaskPath refused) {
      return new Refused(String.valueOf(refused.getMessage()));
    }
  }

  /** Returns the answer to an approval; in a resumed run, the task run may not wait again yet. */
  private static OrderAnswer answer(boolean waited) {
    return waited ? new Taken() : new NotYet();
  }
}
