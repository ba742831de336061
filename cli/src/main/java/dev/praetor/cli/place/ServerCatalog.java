package dev.praetor.cli.place;

import dev.praetor.FlowSpec;
import dev.praetor.client.NewPackage;
import dev.praetor.client.NewPackage.PackagedFile;
import dev.praetor.client.PackageInfo;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.RegisteredInfo;
import dev.praetor.client.RegistrationResult;
import dev.praetor.engine.packaging.BuiltPackage;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.PackageRef;
import dev.praetor.store.model.RegisteredChange;
import dev.praetor.store.model.RegisteredVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The registered flows of a server. */
record ServerCatalog(PraetorClient client) implements FlowCatalog {
  @Override
  public FlowSpec spec(RegisteredVersion version) {
    return client
        .flows()
        .version(version.version())
        .map(known -> new FlowSpec(known.graph().toString()))
        .orElseThrow(() -> RegisteredFlows.notRegistered(version.project(), version.flow()));
  }

  @Override
  public List<RegisteredChange> register(BuiltPackage code, Registration registration)
      throws IOException {
    NewPackage contents = contents(registration.contents());
    for (PackagedFile file : client.packages().missing(contents)) {
      try (InputStream bytes = Files.newInputStream(code.copy(of(file)))) {
        client.packages().upload(file, bytes);
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

  private static RegisteredChange change(RegistrationResult result) {
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
