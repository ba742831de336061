package dev.praetor.engine.local;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.engine.FlowRunner;
import org.jspecify.annotations.Nullable;

/** Runs flows in this process; found by {@link FlowRunner#installed}. */
public final class LocalFlowRunner implements FlowRunner {
  @Override
  public <R extends @Nullable Object> FlowRun<R> start(Flow<R> flow, Argument... arguments) {
    return LocalRun.of(flow).start(arguments);
  }

  @Override
  public <R extends @Nullable Object> FlowResult<R> run(Flow<R> flow, Argument... arguments) {
    return LocalRun.of(flow).run(arguments);
  }
}
