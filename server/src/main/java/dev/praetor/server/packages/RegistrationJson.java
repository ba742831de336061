package dev.praetor.server.packages;

import dev.praetor.store.flow.RegisteredChange;
import dev.praetor.store.model.RegisteredVersion;
import tools.jackson.databind.node.ObjectNode;

/** Writes the effect of a registration as JSON. */
final class RegistrationJson {
  private RegistrationJson() {}

  static void write(RegisteredChange change, ObjectNode into) {
    into.put("flow", change.now().flow()).put("status", change.kind().name());
    into.put("archived", change.archived());
    write(change.now(), into.putObject("now"));
    change.before().ifPresent(before -> write(before, into.putObject("before")));
  }

  private static void write(RegisteredVersion version, ObjectNode into) {
    into.put("project", version.project())
        .put("flow", version.flow())
        .put("number", version.number())
        .put("version", version.version())
        .put("by", version.by())
        .put("created", version.created().toString())
        .putObject("package")
        .put("sha256", version.code().sha256())
        .put("size", version.code().size())
        .put("kind", version.code().kind().name())
        .put("release", version.code().release())
        .put("created", version.code().created().toString());
  }
}
