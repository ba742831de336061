package dev.praetor.cli.flows;

import dev.praetor.cli.option.StoreArguments;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.StoreFailed;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The registered flow that a command is about. */
final class RegisteredTarget {
  @Mixin private StoreArguments store = new StoreArguments();

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the flow.")
  private String name = "";

  String name() {
    return name;
  }

  /**
   * Opens the store; nothing is written unless a method that writes is called.
   *
   * @throws StoreFailed if there is no store, and so no registered flow
   */
  RunStore open() {
    return store
        .openIfThere()
        .orElseThrow(() -> RegisteredFlows.notRegistered(Registration.DEFAULT_PROJECT, name));
  }

  /**
   * Reads the flow.
   *
   * @throws StoreFailed if it is not registered
   */
  RegisteredFlow flow(RegisteredFlows flows) {
    return flows
        .find(Registration.DEFAULT_PROJECT, name)
        .orElseThrow(() -> RegisteredFlows.notRegistered(Registration.DEFAULT_PROJECT, name));
  }

  /**
   * Reads a version of the flow.
   *
   * @throws StoreFailed if there is no such version
   */
  RegisteredVersion version(RegisteredFlows flows, int number) {
    return flows
        .version(Registration.DEFAULT_PROJECT, name, number)
        .orElseThrow(() -> RegisteredFlows.noVersion(flow(flows), number));
  }
}
