package dev.praetor.cli.place;

import dev.praetor.FlowSpec;
import dev.praetor.RunId;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.client.FlowsApi;
import dev.praetor.client.Listing;
import dev.praetor.client.NewPackage;
import dev.praetor.client.NewPackage.PackagedFile;
import dev.praetor.client.NewRun;
import dev.praetor.client.PackagesApi;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.Restart;
import dev.praetor.client.RunsApi;
import dev.praetor.client.model.FlowInfo;
import dev.praetor.client.model.PackageInfo;
import dev.praetor.client.model.PlannedRestart;
import dev.praetor.client.model.RegisteredInfo;
import dev.praetor.embedded.registered.FlowDefaults;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.engine.packaging.BuiltPackage;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.store.flow.RegisteredChange;
import dev.praetor.store.flow.UnknownFlow;
import dev.praetor.store.model.FlowSettings;
import dev.praetor.store.model.PackageRef;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The registered flows of a server. */
record ServerCatalog(PraetorClient client) implements FlowCatalog {
  @Override
  public List<RegisteredFlow> list() {
    return client
        .flows()
        .all(Listing.all().orderedBy("name").withFirst(500))
        .flatMap(flow -> flow(flow).stream())
        .toList();
  }

  @Override
  public Optional<RegisteredFlow> find(String flow) {
    return client.flows().find(flow).flatMap(ServerCatalog::flow);
  }

  @Override
  public void requireProject(String project) {
    ServerProjects.require(client, project);
  }

  private static Optional<RegisteredFlow> flow(FlowInfo flow) {
    return flow.current()
        .map(current ->
            new RegisteredFlow(
                version(current),
                current.created(),
                current.created(),
                flow.defaults().map(ServerCatalog::settings).orElse(FlowSettings.NONE),
                flow.archive()
                    .map(archive -> new RegisteredFlow.Archive(archive.by(), archive.since()))));
  }

  private static FlowSettings settings(FlowInfo.Defaults defaults) {
    Map<String, String> parameters = new TreeMap<>();
    defaults
        .parameters()
        .properties()
        .forEach(each -> parameters.put(each.getKey(), each.getValue().toString()));
    return new FlowSettings(parameters, defaults.labels(), defaults.pool());
  }

  @Override
  public List<RegisteredVersion> versions(String flow) {
    return client.flows().registered(flow).stream().map(ServerCatalog::version).toList();
  }

  @Override
  public Optional<RegisteredVersion> version(String flow, int number) {
    return versions(flow).stream().filter(each -> each.number() == number).findFirst();
  }

  @Override
  public List<PackageFile> files(RegisteredVersion version) {
    return client.flows().registered(version.flowKey()).stream()
        .filter(each -> each.number() == version.number())
        .flatMap(each -> client.flows().files(each).stream())
        .map(ServerCatalog::of)
        .toList();
  }

  @Override
  public boolean archive(String flow) {
    boolean wasArchived = isArchived(flow);
    FlowInfo _ = client.flows().archive(flow);
    return !wasArchived;
  }

  @Override
  public boolean unarchive(String flow) {
    boolean wasArchived = isArchived(flow);
    FlowInfo _ = client.flows().unarchive(flow);
    return wasArchived;
  }

  private boolean isArchived(String flow) {
    return client.flows().find(flow).flatMap(FlowInfo::archive).isPresent();
  }

  @Override
  public Optional<Integer> limit(String flow) {
    return client.flows().find(flow).flatMap(FlowInfo::limit);
  }

  @Override
  public void set(String flow, FlowDefaults.Change change) {
    FlowInfo _ =
        client
            .flows()
            .set(
                flow,
                new FlowsApi.Defaults(
                    change.parameters().map(LinkedHashMap::new),
                    change.labels(),
                    change.isLimit(),
                    change.limit(),
                    change.isPool(),
                    change.pool()));
  }

  @Override
  public RegisteredDoor.Entered enter(NewEntry entry) {
    RunsApi.Entered entered =
        client
            .runs()
            .enter(
                new NewRun(
                    entry.version().flowKey(),
                    new LinkedHashMap<>(entry.parameters()),
                    new NewRun.Terms(
                        entry.due(),
                        entry.name(),
                        entry.entry().labels(),
                        entry.entry().key(),
                        Optional.of(entry.version().number()),
                        entry.entry().priority())));
    return new RegisteredDoor.Entered(entered.run().id(), entered.isNew());
  }

  @Override
  public RestartPlan planRestart(NewRestart restart) {
    PlannedRestart planned = client.restarts().plan(request(restart));
    return new RestartPlan(
        planned.run(),
        planned.nodes().stream()
            .map(node ->
                new RestartPlan.NodePlan(node.node(), node.width(), node.runs(), node.reused()))
            .toList(),
        Map.of());
  }

  @Override
  public RunId restart(NewRestart restart) {
    return client.restarts().restart(request(restart)).id();
  }

  private static Restart request(NewRestart restart) {
    return new Restart(
        restart.run(),
        restart.from(),
        new LinkedHashMap<>(restart.parameters()),
        Optional.of(restart.version().number()));
  }

  @Override
  public RecordedRuns runs() {
    return new ServerRuns(client);
  }

  @Override
  public FlowSpec spec(RegisteredVersion version) {
    return client
        .flows()
        .version(version.version())
        .map(known -> new FlowSpec(known.graph().toString()))
        .orElseThrow(() -> UnknownFlow.notRegistered(version.project(), version.flow(), List.of()));
  }

  @Override
  public List<RegisteredChange> register(BuiltPackage code, Registration registration)
      throws IOException {
    NewPackage contents = contents(registration.contents());
    for (PackagedFile file : client.packages().missing(registration.project(), contents)) {
      try (InputStream bytes = Files.newInputStream(code.copy(of(file)))) {
        client.packages().upload(registration.project(), file, bytes);
      }
    }
    Map<String, String> flows = new TreeMap<>();
    registration.flows().forEach((name, spec) -> flows.put(name, spec.json()));
    return client.packages().register(registration.project(), contents, flows).stream()
        .map(ServerCatalog::change)
        .toList();
  }

  private static PackageFile of(PackagedFile file) {
    return new PackageFile(file.name(), file.sha256(), file.size());
  }

  private static NewPackage contents(FlowPackage contents) {
    return new NewPackage(
        contents.kind().name(),
        contents.release(),
        contents.files().stream()
            .map(file -> new PackagedFile(file.name(), file.sha256(), file.size()))
            .toList());
  }

  private static RegisteredChange change(PackagesApi.Effect result) {
    return new RegisteredChange(
        version(result.now()), result.before().map(ServerCatalog::version), result.archived());
  }

  private static RegisteredVersion version(RegisteredInfo version) {
    PackageInfo code = version.code();
    return new RegisteredVersion(
        version.project(),
        version.flow(),
        version.number(),
        version.version(),
        new PackageRef(
            code.sha256(),
            code.size(),
            FlowPackage.Kind.valueOf(code.kind()),
            code.release(),
            code.created()),
        version.by(),
        version.created());
  }

  @Override
  public void close() {
    client.close();
  }
}
