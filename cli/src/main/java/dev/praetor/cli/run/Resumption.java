package dev.praetor.cli.run;

import dev.praetor.Argument;
import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.embedded.EngineRun;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.util.List;

/**
 * The entrance of a run whose process has ended. If the run cannot be resumed, the command to use
 * instead is named.
 *
 * @param given arguments for the parameters whose values are not recorded
 * @param resumed called when the run is resumed
 */
public record Resumption(StoredRun run, Flow<?> flow, List<Argument> given, Runnable resumed)
    implements Entrance {
  public Resumption {
    given = List.copyOf(given);
  }

  @Override
  public EngineRun<?> start(PraetorEngine engine) {
    try {
      EngineRun<?> started = engine.resume(run.id(), flow, given.toArray(Argument[]::new));
      resumed.run();
      return started;
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
