package dev.praetor.server.runners;

import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import dev.praetor.server.http.Routes;
import dev.praetor.store.flow.PackageFiles;
import dev.praetor.store.wire.PackageJson;
import java.util.Set;

/** Answers the requests for packages and their files. Thread-safe. */
public record PackageDownloads(PackageFiles files) {
  /** Adds the requests. */
  public Routes.Builder addTo(Routes.Builder routes) {
    return routes
        .add("GET", "/api/packages/{sha256}", this::contents)
        .add("GET", "/api/packages/files/{sha256}", this::file);
  }

  private static String hash(Call call) {
    call.requireOptions(Set.of());
    String hash = call.variable("sha256");
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "a SHA-256 has 64 digits in lower-case hexadecimal");
    }
    return hash;
  }

  private Answer contents(Call call) {
    String hash = hash(call);
    FlowPackage found =
        files
            .find(hash)
            .orElseThrow(
                () -> new RequestRefused(ApiCode.NOT_FOUND, "there is no package " + hash));
    return Answer.json(200, PackageJson.write(found));
  }

  private Answer file(Call call) {
    String hash = hash(call);
    PackageFile file =
        files
            .file(hash)
            .orElseThrow(
                () -> new RequestRefused(ApiCode.NOT_FOUND, "there is no package file " + hash));
    return Answer.binary(out -> files.copy(file, out));
  }
}
