package dev.praetor.cli.place;

import dev.praetor.FlowSpec;
import dev.praetor.RunId;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.embedded.registered.FlowDefaults;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.embedded.registered.RegisteredRestarts;
import dev.praetor.engine.packaging.BuiltPackage;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.PackageFiles;
import dev.praetor.store.flow.RegisteredChange;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The registered flows of a store that this process has open. */
public record StoreCatalog(RunStore store, InstantSource clock) implements FlowCatalog {
  private RegisteredFlows flows() {
    return store.registeredFlows();
  }

  @Override
  public List<RegisteredFlow> list() {
    return flows().list();
  }

  @Override
  public Optional<RegisteredFlow> find(String flow) {
    FlowKey key = FlowKey.of(flow);
    return flows().find(key.project(), key.name());
  }

  @Override
  public void requireProject(String project) {
    store.projects().require(project);
  }

  @Override
  public List<RegisteredVersion> versions(String flow) {
    return flows().versions(FlowKey.of(flow));
  }

  @Override
  public Optional<RegisteredVersion> version(String flow, int number) {
    FlowKey key = FlowKey.of(flow);
    return flows().version(key.project(), key.name(), number);
  }

  @Override
  public List<PackageFile> files(RegisteredVersion version) {
    return store
        .packageFiles()
        .find(version.code().sha256())
        .map(FlowPackage::files)
        .orElse(List.of());
  }

  @Override
  public boolean archive(String flow) {
    FlowKey key = FlowKey.of(flow);
    return flows().archive(key.project(), key.name(), CurrentUser.name());
  }

  @Override
  public boolean unarchive(String flow) {
    FlowKey key = FlowKey.of(flow);
    return flows().unarchive(key.project(), key.name(), CurrentUser.name());
  }

  @Override
  public Optional<Integer> limit(String flow) {
    return Optional.ofNullable(store.limits().ofFlows(List.of(flow)).get(flow));
  }

  @Override
  public void set(String flow, FlowDefaults.Change change) {
    FlowKey key = FlowKey.of(flow);
    new FlowDefaults(store, CurrentUser.name()).set(key.project(), key.name(), change);
  }

  @Override
  public RegisteredDoor.Entered enter(NewEntry entry) {
    return new RegisteredDoor(store, clock)
        .enter(
            new RegisteredDoor.Request(
                entry.version().project(),
                entry.version().flow(),
                Optional.of(entry.version().number()),
                entry.parameters(),
                entry.due(),
                entry.name(),
                entry.entry(),
                CurrentUser.name()));
  }

  @Override
  public RestartPlan planRestart(NewRestart restart) {
    return new RegisteredRestarts(store, clock).plan(request(restart)).plan();
  }

  @Override
  public RunId restart(NewRestart restart) {
    return new RegisteredRestarts(store, clock).restart(request(restart));
  }

  private static RegisteredRestarts.Request request(NewRestart restart) {
    return new RegisteredRestarts.Request(
        restart.run(),
        restart.from(),
        restart.parameters(),
        Optional.of(restart.version().number()),
        CurrentUser.name());
  }

  @Override
  public RecordedRuns runs() {
    return new StoreRuns(store);
  }

  @Override
  public FlowSpec spec(RegisteredVersion version) {
    return flows().spec(version);
  }

  @Override
  public List<RegisteredChange> register(BuiltPackage code, Registration registration)
      throws IOException {
    PackageFiles files = store.packageFiles();
    for (PackageFile file : files.missing(code.contents())) {
      try (InputStream bytes = Files.newInputStream(code.copy(file))) {
        files.put(file, bytes);
      }
    }
    return flows().register(registration, CurrentUser.name());
  }

  @Override
  public void close() {
    store.close();
  }
}
