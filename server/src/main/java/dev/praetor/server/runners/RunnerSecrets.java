package dev.praetor.server.runners;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.spi.SecretProvider;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The secrets that the flows of a runner declare, which it may read. Immutable.
 *
 * @param declared their names
 */
record RunnerSecrets(SecretProvider source, Set<String> declared) {
  RunnerSecrets {
    declared = Set.copyOf(declared);
  }

  /**
   * Adds the names of the secrets that a description of a flow declares, also in flows within it.
   */
  static Set<String> declaredIn(Iterable<JsonNode> descriptions) {
    Set<String> names = new HashSet<>();
    descriptions.forEach(each -> collect(each, names));
    return names;
  }

  private static void collect(JsonNode json, Set<String> names) {
    JsonNode own = json.path("secrets");
    if (own.isArray()) {
      own.forEach(name -> names.add(name.asString("")));
    }
    json.forEach(part -> collect(part, names));
  }

  /**
   * Returns the value of a secret.
   *
   * @throws RequestRefused if no flow of the runner declares it, or it does not exist
   */
  String value(String name) {
    if (!declared.contains(name)) {
      throw new RequestRefused(
          ApiCode.FORBIDDEN, "no flow of this runner declares the secret '" + name + "'");
    }
    return source
        .find(name)
        .orElseThrow(
            () -> new RequestRefused(ApiCode.NOT_FOUND, "there is no secret '" + name + "'"));
  }
}
