package dev.praetor.cli.run;

import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;

/** Resumes stored runs, and names the command to use instead if a run cannot be resumed. */
public final class Resumption {
  private Resumption() {}

  /** Claims a run and reads its recorded results. */
  public static RecordedRun of(RunStore store, StoredRun run, Flow<?> flow) {
    try {
      return store.resume(run, flow);
    } catch (StoreFailed e) {
      boolean isOver = run.state().isFinished() || run.isLost();
      if (e.code() != ErrorCode.CONFLICT || !isOver || run.parent().isPresent()) {
        throw e;
      }
      throw new UsageException(
          e.getMessage()
              + "\nA restart reuses what succeeded: praetor runs restart "
              + RunLabels.brief(run.id()));
    }
  }
}
