package dev.praetor.cli.secret;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.store.RunStore;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor secrets delete}. */
@Command(name = "delete", description = "Deletes a stored secret.", mixinStandardHelpOptions = true)
public final class SecretsDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments store = new StoreArguments();

  @Parameters(paramLabel = "NAME", description = "The name of the secret.")
  private String name = "";

  @Override
  public Integer call() {
    Optional<RunStore> opened = store.openIfThere();
    if (opened.isEmpty()) {
      throw missing();
    }
    try (RunStore open = opened.get()) {
      if (!open.secrets(store.home()).delete(name)) {
        throw missing();
      }
    }
    spec.commandLine().getOut().println("secret " + name + " is deleted");
    return ExitCode.SUCCESS;
  }

  private UsageException missing() {
    return new UsageException(
        "there is no stored secret '" + name + "'; praetor secrets list shows all");
  }
}
