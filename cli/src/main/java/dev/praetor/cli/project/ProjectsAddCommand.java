package dev.praetor.cli.project;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ServerAddress;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.ProjectInfo;
import dev.praetor.store.RunStore;
import dev.praetor.store.project.Project;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor projects add}. */
@Command(name = "add", description = "Makes a project.", mixinStandardHelpOptions = true)
public final class ProjectsAddCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Parameters(
      paramLabel = "NAME",
      description = "The name: lower-case letters, digits, '_' and '-', at most 50.")
  private String name = "";

  @Override
  public Integer call() {
    Optional<ServerAddress> server = place.server();
    if (server.isPresent()) {
      try (PraetorClient client = server.get().client()) {
        ProjectInfo _ = client.projects().create(name);
      }
    } else {
      try (RunStore store = place.store().open()) {
        Project _ = store.projects().add(name, CurrentUser.name());
      }
    }
    spec.commandLine().getOut().println("project " + name + " is made");
    return ExitCode.SUCCESS;
  }
}
