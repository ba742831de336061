package dev.praetor.embedded.run;

import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.run.RunSettings;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Additions of a program to each run that this process starts or resumes.
 *
 * @param change the change of the settings of a run before it starts
 * @param begun called when a run has begun
 */
public record RunHooks(UnaryOperator<RunSettings> change, Consumer<StartedRun<?>> begun) {
  public static final RunHooks NONE = new RunHooks(UnaryOperator.identity(), _ -> {});
}
