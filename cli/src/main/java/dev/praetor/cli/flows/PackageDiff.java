package dev.praetor.cli.flows;

import dev.praetor.engine.packaging.PackageFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Compares the files of two packages by their names and hashes. */
final class PackageDiff {
  private PackageDiff() {}

  /**
   * A difference.
   *
   * @param name the name of a file
   * @param change added, removed, changed or moved
   */
  record Difference(String name, String change) {
    String text() {
      return switch (change) {
        case "added" -> name + " is new";
        case "removed" -> name + " is gone";
        case "moved" -> name + " has another place in the class path";
        default -> name + " has changed";
      };
    }
  }

  /** Returns the differences: none if the packages have the same files in the same order. */
  static List<Difference> of(List<PackageFile> before, List<PackageFile> after) {
    if (hashes(before).equals(hashes(after))) {
      return List.of();
    }
    Map<String, String> then = byName(before);
    Map<String, String> now = byName(after);
    List<Difference> differences = new ArrayList<>();
    now.forEach((name, hash) -> {
      String earlier = then.get(name);
      if (earlier == null) {
        differences.add(new Difference(name, "added"));
      } else if (!earlier.equals(hash)) {
        differences.add(new Difference(name, "changed"));
      }
    });
    then.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(name -> differences.add(new Difference(name, "removed")));
    if (differences.isEmpty()) {
      now.keySet().forEach(name -> differences.add(new Difference(name, "moved")));
    }
    return differences;
  }

  private static List<String> hashes(List<PackageFile> files) {
    return files.stream().map(PackageFile::sha256).toList();
  }

  private static Map<String, String> byName(List<PackageFile> files) {
    Map<String, String> byName = new LinkedHashMap<>();
    files.forEach(file -> byName.merge(file.name(), file.sha256(), (one, two) -> one + " " + two));
    return byName;
  }

  /** Returns differences as a JSON array. */
  static ArrayNode json(List<Difference> differences) {
    ArrayNode all = JsonMapper.shared().createArrayNode();
    differences.forEach(
        each -> all.addObject().put("name", each.name()).put("change", each.change()));
    return all;
  }
}
