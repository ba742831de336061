package dev.praetor.cli.flows;

import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.place.PlaceArguments;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.flow.UnknownFlow;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.project.Projects;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The registered flow that a command is about. */
abstract sealed class RegisteredTarget {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The flow: its name, or PROJECT/NAME.")
  private String name = "";

  /** The flow of a command whose option {@code --key} is the key for a server. */
  static final class Named extends RegisteredTarget {
    @Mixin private PlaceOptions place = new PlaceOptions();

    @Override
    PlaceArguments place() {
      return place;
    }
  }

  /** The flow of a command whose option {@code --key} means something else. */
  static final class Started extends RegisteredTarget {
    @Mixin private PlaceArguments place = new PlaceArguments();

    @Override
    PlaceArguments place() {
      return place;
    }
  }

  abstract PlaceArguments place();

  String name() {
    return name;
  }

  /**
   * Opens the place; nothing is written unless a method that writes is called.
   *
   * @throws StoreFailed if there is no store, and so no registered flow
   */
  FlowCatalog open(InstantSource clock) {
    Optional<FlowCatalog> opened = place().catalogIfThere(clock);
    if (opened.isEmpty()) {
      String project = FlowKey.of(name).project();
      Projects.requireOfNew(project);
      throw UnknownFlow.notRegistered(project, FlowKey.name(name), List.of());
    }
    return opened.get();
  }

  /**
   * Reads the flow.
   *
   * @throws StoreFailed if it is not registered
   */
  RegisteredFlow flow(FlowCatalog flows) {
    return flows.require(name);
  }

  /**
   * Reads a version of the flow.
   *
   * @throws StoreFailed if there is no such version
   */
  RegisteredVersion version(FlowCatalog flows, int number) {
    return flows
        .version(name, number)
        .orElseThrow(() -> UnknownFlow.noVersion(flow(flows), number));
  }
}
