package dev.praetor.cli.run;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.embedded.EngineRun;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.StartOptions;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.run.UnrecordedRun;
import java.util.List;

/**
 * The entrance of a new run, which no other process starts while it waits.
 *
 * @param terms the terms on which it starts
 */
record NewRun(Flow<?> flow, StartOptions terms, List<Argument> given) implements Entrance {
  NewRun {
    given = List.copyOf(given);
  }

  private Argument[] arguments() {
    return given.toArray(Argument[]::new);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RunExists if an earlier run has the same key
   */
  @Override
  public EngineRun<?> start(PraetorEngine engine) {
    EngineRun<?> run = engine.start(flow, terms.here(), arguments());
    if (!run.isNew()) {
      throw new RunExists(run.recorded());
    }
    return run;
  }

  @Override
  public FlowRun<?> startUnrecorded(EngineSettings settings) {
    return UnrecordedRun.start(flow, settings, arguments());
  }
}
