package dev.praetor.cli.flows;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.engine.packaging.BuiltPackage;
import dev.praetor.engine.packaging.PackageBuilder;
import dev.praetor.engine.packaging.PackageLimits;
import dev.praetor.engine.packaging.PackagedFlows;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.flow.RegisteredChange;
import dev.praetor.store.project.Projects;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor register}. */
@Command(
    name = "register",
    description = "Registers flows with their code, as a new version if anything changed.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "All files together are one package. Files that were registered before are not copied again.",
      "Source files are compiled here, with the jars as their libraries. If one flow cannot be"
          + " registered, none is.",
      "",
      "Examples:",
      "  praetor register build/shop.jar",
      "  praetor register build/install/shop/lib    a folder with the jar and its libraries",
      "  praetor register Reminder.java Mail.java"
    })
public final class RegisterCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "Jars, folders with jars, or .java files.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--project",
      paramLabel = "P",
      description = "The project of the flows; 'default' if it is not given.")
  private String project = Registration.DEFAULT_PROJECT;

  @Option(
      names = "--flow",
      paramLabel = "NAME",
      description = "Registers only this flow; may be given several times.")
  private List<String> flows = new ArrayList<>();

  @Option(names = "--json", description = "Prints the outcome as a JSON object.")
  private boolean json;

  public RegisterCommand(InstantSource clock) {
    this.clock = clock;
  }

  /** Refuses a project of a store that does not exist, which would be made otherwise. */
  private void requireStore() {
    Optional<FlowCatalog> known = place.catalogIfThere(clock);
    if (known.isEmpty()) {
      throw Projects.none(project);
    }
    known.get().close();
  }

  @Override
  public Integer call() throws IOException {
    if (!project.equals(Registration.DEFAULT_PROJECT)) {
      requireStore();
    }
    try (BuiltPackage code = PackageBuilder.build(files, PackageLimits.DEFAULT)) {
      Registration registration = PackagedFlows.registration(code, project, flows);
      try (FlowCatalog catalog = place.catalog(clock)) {
        print(catalog, registration, catalog.register(code, registration));
      }
    }
    return ExitCode.SUCCESS;
  }

  private void print(
      FlowCatalog catalog, Registration registration, List<RegisteredChange> changes) {
    RegistrationText text = new RegistrationText(catalog);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(text.json(registration, changes).toPrettyString());
      return;
    }
    for (String line : text.lines(changes, place.again())) {
      out.println(PrintableText.line(line));
    }
  }
}
