package dev.praetor.store.flow;

import dev.praetor.ErrorCode;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.model.StoreFailed;
import java.util.List;
import java.util.stream.Collectors;

/** The error that files of a package have to be sent before it is registered. */
final class MissingFiles {
  private MissingFiles() {}

  static StoreFailed of(FlowPackage contents, List<PackageFile> missing) {
    return new StoreFailed(
        ErrorCode.CONFLICT,
        "package " + contents.sha256(),
        "the files of the package are not all in the store: "
            + missing.stream().map(PackageFile::name).collect(Collectors.joining(", ")),
        "send them, and register the flows again");
  }
}
