package dev.praetor.store.secret;

import dev.praetor.RunId;
import dev.praetor.SecretUnavailable;
import dev.praetor.engine.ShellArgument;
import dev.praetor.engine.packaging.CommandAdvice;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.spi.SecretProvider;
import dev.praetor.store.db.QueryRunner;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The secrets of a store as the runs on a server see them. A run reads a secret that the recorded
 * version of its flow declares and that is granted to its flow or to its project. A flow within a
 * flow that is not registered with its package reads what is granted to the flow around it: only
 * its code says that it has its name. Each read is recorded before the value is given out.
 * Thread-safe.
 */
public final class GrantedSecrets implements SecretProvider {
  private static final int MOST_VERSIONS = 100;

  private final QueryRunner query;
  private final LocalSecrets secrets;

  /** The declarations of versions of flows, which never change. */
  private final Map<String, DeclaredSecrets> declared =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, DeclaredSecrets> eldest) {
              return size() > MOST_VERSIONS;
            }
          });

  GrantedSecrets(QueryRunner query, LocalSecrets secrets) {
    this.query = query;
    this.secrets = secrets;
  }

  /** The run that reads, or a run around it. */
  private record Reader(
      String flow, Optional<String> version, Optional<String> code, Optional<String> parent) {
    String project() {
      return FlowKey.of(flow).project();
    }
  }

  private Reader reader(String run, String name) {
    return query
        .first(
            "SELECT flow, version, code, parent FROM flow_run WHERE id = ?",
            List.of(run),
            row ->
                new Reader(
                    row.getString("flow"),
                    QueryRunner.text(row, "version"),
                    QueryRunner.text(row, "code"),
                    QueryRunner.text(row, "parent")))
        .orElseThrow(() ->
            new SecretUnavailable(
                name,
                "secret '%s' is read by run %s, which is not in the store".formatted(name, run),
                ""));
  }

  /** Returns the run to whose flow a secret must be granted. */
  private Reader permitted(Reader reader, String name) {
    Reader each = reader;
    while (!isTrusted(each)) {
      String around =
          each.parent()
              .orElseThrow(() ->
                  new SecretUnavailable(
                      name,
                      "flow '%s' is not registered in the version of this run"
                          .formatted(reader.flow()),
                      "register the flow"));
      each = reader(around, name);
    }
    return each;
  }

  /**
   * Returns whether somebody has registered the code of a run under the name of its flow, or its
   * code is not that of a package: that of an application, or of a process with the database.
   */
  private boolean isTrusted(Reader reader) {
    Optional<String> code = reader.code().filter(hash -> !hash.equals(FlowPackage.SERVED.sha256()));
    if (code.isEmpty()) {
      return true;
    }
    FlowKey key = FlowKey.of(reader.flow());
    return query
        .first(
            """
            SELECT 1 FROM registered_version
            WHERE project = ? AND flow = ? AND version = ? AND package = ?
            """,
            List.of(key.project(), key.name(), reader.version().orElse(""), code.get()),
            row -> true)
        .isPresent();
  }

  /**
   * {@inheritDoc}
   *
   * @throws SecretUnavailable always, because only runs read secrets
   */
  @Override
  public Optional<String> find(String name) {
    throw new SecretUnavailable(name, "secret '" + name + "' is given out to runs only", "");
  }

  @Override
  public SecretProvider forRun(UUID id) {
    RunId run = new RunId(id);
    GrantedSecrets all = this;
    return new SecretProvider() {
      @Override
      public Optional<String> find(String name) {
        return all.find(run, name);
      }

      @Override
      public String advice(String name) {
        return "store it: " + CommandAdvice.setSecret(name, all.flowToGrant(run, name));
      }
    };
  }

  @Override
  public String advice(String name) {
    return "store it: " + CommandAdvice.setSecret(name);
  }

  /**
   * Returns the flow to which a secret must be granted so that a run may read it.
   *
   * @throws SecretUnavailable if the run is not in the store
   */
  public FlowKey flowToGrant(RunId run, String name) {
    Reader reader = reader(run.toString(), name);
    try {
      return FlowKey.of(permitted(reader, name).flow());
    } catch (SecretUnavailable e) {
      return FlowKey.of(reader.flow()); // It is granted once the flow is registered.
    }
  }

  /**
   * The permission of a run to read a secret.
   *
   * @param flow the key of the flow of the run
   */
  public record Permit(RunId run, String flow, String project, String secret) {}

  private Optional<String> find(RunId run, String name) {
    return permit(run, name).flatMap(this::read);
  }

  /**
   * Reads a secret, and records that; empty if it was deleted meanwhile.
   *
   * @throws SecretUnavailable if the value cannot be decrypted
   */
  public Optional<String> read(Permit permit) {
    Optional<String> value = secrets.find(permit.project(), permit.secret());
    if (value.isPresent()) {
      secrets.uses().record(permit.project(), permit.secret(), permit.run(), permit.flow());
    }
    return value;
  }

  /**
   * Returns whether a run may read a secret; empty if there is no such secret.
   *
   * @throws SecretUnavailable if the run may not read it, with the command that grants it
   */
  public Optional<Permit> permit(RunId run, String name) {
    Reader reader = reader(run.toString(), name);
    requireDeclared(reader, name);
    if (!secrets.isThere(reader.project(), name)) {
      return Optional.empty();
    }
    requireGranted(permitted(reader, name), reader, name);
    return Optional.of(new Permit(run, reader.flow(), reader.project(), name));
  }

  private void requireDeclared(Reader reader, String name) {
    String version =
        reader
            .version()
            .orElseThrow(() ->
                new SecretUnavailable(
                    name,
                    "the version of flow '%s' is not recorded, because several flows within another"
                            .formatted(reader.flow())
                        + " one have that name",
                    "give each of them a name of its own"));
    DeclaredSecrets known = declared.get(version);
    if (known == null) {
      known =
          query
              .first(
                  "SELECT spec FROM flow_version WHERE hash = ?",
                  List.of(version),
                  row -> DeclaredSecrets.in(row.getString("spec")))
              .orElseThrow(() ->
                  new SecretUnavailable(
                      name,
                      "the description of flow '%s' is not in the store".formatted(reader.flow()),
                      "register the flow again"));
      declared.put(version, known);
    }
    if (!known.names().contains(name)) {
      throw new SecretUnavailable(
          name,
          "no task of flow '%s' declares secret '%s'".formatted(reader.flow(), name),
          "add .secrets(\"%s\") to the task, and register the flow again".formatted(name));
    }
  }

  private void requireGranted(Reader reader, Reader within, String name) {
    boolean isGranted =
        secrets.grants().of(reader.project(), List.of(name)).getOrDefault(name, List.of()).stream()
            .anyMatch(grant ->
                grant.flow().isEmpty() || grant.flow().get().equals(FlowKey.name(reader.flow())));
    if (!isGranted) {
      throw new SecretUnavailable(
          name,
          "secret '%s' is not granted to flow '%s'%s"
              .formatted(name, reader.flow(), around(reader, within)),
          "grant it: praetor secrets grant %s %s"
              .formatted(ShellArgument.of(name), ShellArgument.of(reader.flow())));
    }
  }

  private static String around(Reader reader, Reader within) {
    return reader.equals(within)
        ? ""
        : " around flow '%s', which is not registered itself".formatted(within.flow());
  }
}
