package dev.praetor.embedded.run;

import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.model.WaitReason;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Additions of a program to each run that this process starts or resumes.
 *
 * @param change the change of the settings of a run before it starts
 * @param begun called when a run has begun
 * @param waits called when the reasons for which a run waits have changed, if it is bound to this
 *     process
 */
public record RunHooks(
    UnaryOperator<RunSettings> change,
    Consumer<StartedRun<?>> begun,
    Consumer<List<WaitReason>> waits) {
  public static final RunHooks NONE = new RunHooks(UnaryOperator.identity(), _ -> {}, _ -> {});
}
