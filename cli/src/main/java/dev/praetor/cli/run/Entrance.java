package dev.praetor.cli.run;

import dev.praetor.FlowRun;
import dev.praetor.embedded.EngineRun;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.run.EngineSettings;

/** The way in which the run of a command starts. */
@FunctionalInterface
public interface Entrance {
  /** Starts the run by an engine, which records it. */
  EngineRun<?> start(PraetorEngine engine);

  /** Starts the run without a history. Only a new run can start like this. */
  default FlowRun<?> startUnrecorded(EngineSettings settings) {
    throw new IllegalStateException("only a new run can be recorded nowhere");
  }
}
