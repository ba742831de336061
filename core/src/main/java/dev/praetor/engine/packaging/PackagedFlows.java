package dev.praetor.engine.packaging;

import dev.praetor.FlowSpec;
import dev.praetor.PraetorException;
import dev.praetor.engine.loading.FlowLoader;
import dev.praetor.engine.loading.LoadedPackage;
import dev.praetor.engine.loading.PackageLoader;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Describes the flows of a package, for which their code is called. */
public final class PackagedFlows {
  private PackagedFlows() {}

  /**
   * Makes a registration of the flows of a package.
   *
   * @param only the names of the flows to register; empty for all
   * @throws CannotRegister if the package has no flows, they cannot be defined, two have one name,
   *     or a named one does not exist
   */
  public static Registration registration(BuiltPackage code, String project, List<String> only)
      throws IOException {
    Map<String, FlowSpec> flows = select(code, describe(code), only);
    return new Registration(project, flows, code.contents());
  }

  private static Map<String, FlowSpec> describe(BuiltPackage code) throws IOException {
    Map<String, FlowSpec> specs = new TreeMap<>();
    Map<String, String> makers = new TreeMap<>();
    try (LoadedPackage loaded = PackageLoader.open(code.copies(), code.target())) {
      for (FlowLoader.Found each : loaded.found()) {
        String name = each.flow().name();
        String other = makers.putIfAbsent(name, each.code());
        if (other != null) {
          throw CannotRegister.unusable(
              code.target(),
              "%s has two flows of the name '%s', by %s and by %s"
                  .formatted(code.target(), name, other, each.code()),
              "give each flow a name of its own");
        }
        specs.put(name, each.flow().spec());
      }
    } catch (CannotRegister e) {
      throw e;
    } catch (PraetorException e) {
      if (String.valueOf(e.getMessage()).contains(code.target())) {
        throw e;
      }
      throw CannotRegister.of(code.target(), e);
    }
    return specs;
  }

  private static Map<String, FlowSpec> select(
      BuiltPackage code, Map<String, FlowSpec> all, List<String> only) {
    if (only.isEmpty()) {
      return all;
    }
    Map<String, FlowSpec> selected = new TreeMap<>();
    for (String name : only) {
      FlowSpec spec = all.get(name);
      if (spec == null) {
        throw CannotRegister.missing(
            code.target(),
            "%s has no flow '%s'; it has %s"
                .formatted(code.target(), name, String.join(", ", all.keySet())),
            "");
      }
      selected.put(name, spec);
    }
    return selected;
  }
}
