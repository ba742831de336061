package dev.praetor.server;

import dev.praetor.Flow;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Registers flows in a store, with packages of which tests need the hash only, and runs them. */
final class Registered {
  private final StoreLocation where;
  private final RunStore store;
  private final List<AutoCloseable> open = new ArrayList<>();

  Registered(StoreLocation where) {
    this.where = where;
    this.store = RunStore.open(where);
  }

  private static FlowPackage contents(String code) {
    byte[] bytes = code.getBytes(StandardCharsets.UTF_8);
    PackageFile file = new PackageFile(code + ".jar", Sha256.of(code), bytes.length);
    return new FlowPackage(FlowPackage.Kind.JARS, 25, List.of(file));
  }

  /** Registers a flow in a project, with a package that consists of this text. */
  void register(String project, Flow<?> flow, String code) throws IOException {
    var _ = register(store, project, flow, code);
  }

  /** Registers a flow whose package consists of this text. */
  void register(Flow<?> flow, String code) throws IOException {
    var _ = register(store, flow, code);
  }

  /** Registers a flow whose package consists of a text; returns the SHA-256 of the package. */
  static String register(RunStore store, Flow<?> flow, String code) throws IOException {
    return register(store, Registration.DEFAULT_PROJECT, flow, code);
  }

  private static String register(RunStore store, String project, Flow<?> flow, String code)
      throws IOException {
    FlowPackage contents = contents(code);
    for (PackageFile file : store.packageFiles().missing(contents)) {
      store
          .packageFiles()
          .put(file, new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8)));
    }
    var _ =
        store
            .registeredFlows()
            .register(new Registration(project, Map.of(flow.name(), flow.spec()), contents), "ann");
    return contents.sha256();
  }

  /** Starts the runs of a flow, as a process with the code of the package does. */
  void serve(Flow<?> flow, String code) {
    RunStore runners =
        RunStore.open(where, StoreOptions.defaults().withCode(contents(code).sha256()));
    open.add(runners);
    PraetorEngine engine =
        new PraetorEngine(runners, EngineSettings.defaults(), new LoggedSchedules());
    open.add(engine);
    engine.serveWithoutSchedules(List.of(flow));
  }

  StoreLocation where() {
    return where;
  }

  RunStore store() {
    return store;
  }

  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
    store.close();
  }
}
