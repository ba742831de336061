package dev.praetor.cli.place;

import dev.praetor.FlowSpec;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.engine.packaging.BuiltPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.PackageFiles;
import dev.praetor.store.model.RegisteredChange;
import dev.praetor.store.model.RegisteredVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;

/** The registered flows of a store that this process has open. */
public record StoreCatalog(RunStore store) implements FlowCatalog {
  @Override
  public FlowSpec spec(RegisteredVersion version) {
    return store.registeredFlows().spec(version);
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
    return store.registeredFlows().register(registration, CurrentUser.name());
  }

  @Override
  public void close() {
    store.close();
  }
}
