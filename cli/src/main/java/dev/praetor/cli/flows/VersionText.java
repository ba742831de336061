package dev.praetor.cli.flows;

import dev.praetor.cli.text.TimeFormat;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.model.PackageRef;
import dev.praetor.store.model.RegisteredVersion;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Texts and JSON about registered versions. */
final class VersionText {
  private static final int SHORT = 12;

  private VersionText() {}

  /** Returns the beginning of a hash, which people compare. */
  static String brief(String hash) {
    return hash.substring(0, Math.min(SHORT, hash.length()));
  }

  /** Returns when and by whom a version was registered. */
  static String registered(RegisteredVersion version) {
    return "registered "
        + TimeFormat.local(version.created())
        + (version.by().isEmpty() ? "" : " by " + version.by());
  }

  /** Returns a package in words. */
  static String code(PackageRef code) {
    if (code.kind() == FlowPackage.Kind.SERVED) {
      return "no package: applications serve it";
    }
    String kind = code.kind() == FlowPackage.Kind.JARS ? "jars" : "compiled from sources";
    return "package %s, %,d bytes, %s%s"
        .formatted(
            brief(code.sha256()),
            code.size(),
            kind,
            code.release() == 0 ? "" : ", JDK " + code.release());
  }

  /** Adds the properties of a version to a JSON object. */
  static ObjectNode json(ObjectNode to, RegisteredVersion version) {
    to.put("flow", version.flowKey())
        .put("project", version.project())
        .put("version", version.number())
        .put("hash", version.version())
        .put("by", version.by())
        .put("created", version.created().toString());
    to.putObject("package")
        .put("sha256", version.code().sha256())
        .put("size", version.code().size())
        .put("kind", version.code().kind().name().toLowerCase(Locale.ROOT))
        .put("release", version.code().release());
    return to;
  }

  /** Adds the files of a package to its JSON object. */
  static void files(ObjectNode code, List<PackageFile> files) {
    ArrayNode all = code.putArray("files");
    for (PackageFile file : files) {
      all.addObject()
          .put("name", file.name())
          .put("sha256", file.sha256())
          .put("size", file.size());
    }
  }
}
