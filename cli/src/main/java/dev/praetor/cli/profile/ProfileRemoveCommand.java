package dev.praetor.cli.profile;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.Profile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor profile remove}. */
@Command(
    name = "remove",
    description = "Removes a profile with its key; the key itself stays valid.",
    mixinStandardHelpOptions = true)
public final class ProfileRemoveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ProfileHome home = new ProfileHome();

  @Parameters(paramLabel = "NAME", description = "The name of the profile.")
  private String name = "";

  @Override
  public Integer call() throws IOException {
    Profile removed = home.require(name);
    home.profiles()
        .write(home.profiles().list().stream().filter(each -> !each.equals(removed)).toList());
    spec.commandLine()
        .getOut()
        .println(
            "profile %s is removed%s"
                .formatted(name, removed.used() ? "; commands work on the own home again" : ""));
    return ExitCode.SUCCESS;
  }
}
