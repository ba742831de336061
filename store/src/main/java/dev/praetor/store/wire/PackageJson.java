package dev.praetor.store.wire;

import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The list of the files of a package as JSON. */
public final class PackageJson {
  private PackageJson() {}

  /** Returns a package without the contents of its files. */
  public static ObjectNode write(FlowPackage contents) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("sha256", contents.sha256())
        .put("kind", contents.kind().name())
        .put("release", contents.release());
    ArrayNode all = json.putArray("files");
    for (PackageFile file : contents.files()) {
      all.addObject()
          .put("name", file.name())
          .put("sha256", file.sha256())
          .put("size", file.size());
    }
    return json;
  }

  /**
   * Reads a package.
   *
   * @throws Malformed if its files are not those of the hash
   */
  public static FlowPackage read(JsonNode json, String sha256) {
    Fields from = new Fields(json, "package");
    List<PackageFile> files =
        from.objects(
            "files",
            file ->
                new PackageFile(
                    file.text("name"),
                    file.hash("sha256"),
                    file.number("size", 0, Long.MAX_VALUE)));
    FlowPackage contents =
        new FlowPackage(
            FlowPackage.Kind.valueOf(from.text("kind")),
            from.integer("release", 0, Integer.MAX_VALUE),
            files);
    if (!contents.sha256().equals(sha256)) {
      throw new Malformed("package", "has other files than its hash says");
    }
    return contents;
  }
}
