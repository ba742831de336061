package dev.praetor.cli.limit;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor limits delete}. */
@Command(
    name = "delete",
    description = "Deletes the limit of a tag, or of a flow with --flow.",
    mixinStandardHelpOptions = true)
public final class LimitsDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private LimitScope scope = new LimitScope();

  @Parameters(paramLabel = "NAME", description = "The name of the tag or flow.")
  private String name = "";

  @Override
  public Integer call() {
    if (!place.limits().delete(scope.scope(), name)) {
      throw missing();
    }
    spec.commandLine()
        .getOut()
        .println("the limit of %s '%s' is deleted".formatted(scope.scope().text(), name));
    return ExitCode.SUCCESS;
  }

  private UsageException missing() {
    return new UsageException(
        "there is no limit of %s '%s'; praetor limits list shows all"
            .formatted(scope.scope().text(), name));
  }
}
