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

/** {@code praetor limits set}. */
@Command(
    name = "set",
    description = "Sets the limit of a tag, or of a flow with --flow.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What is in progress goes on, also if there is more of it. Processes that run now obey the"
          + " limit within a second."
    })
public final class LimitsSetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private LimitScope scope = new LimitScope();

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the tag or flow.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "N", description = "The limit, at least 1.")
  private int most;

  @Override
  public Integer call() {
    if (most < 1) {
      throw new UsageException(
          "a limit is at least 1, not " + most + ": everything that it counts would wait for ever");
    }
    place.limits().set(scope.scope(), name, most);
    spec.commandLine()
        .getOut()
        .println("the limit of %s '%s' is %,d".formatted(scope.scope().text(), name, most));
    return ExitCode.SUCCESS;
  }
}
