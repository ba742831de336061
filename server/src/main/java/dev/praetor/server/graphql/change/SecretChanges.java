package dev.praetor.server.graphql.change;

import dev.praetor.Secret;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.filter.NamedFlow;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.project.Projects;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.SecretQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.secret.LocalSecrets;
import dev.praetor.store.secret.SecretGrants;
import dev.praetor.store.secret.SecretRotation;
import dev.praetor.store.secret.StoredSecret;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The changes of secrets. Values are passed on, and never mentioned. */
record SecretChanges(LocalSecrets secrets, SecretQueries queries, Projects projects) {
  void addTo(TypeCode<Object> mutation) {
    mutation
        .fetch("setSecret", (_, given) -> set(given))
        .fetch("deleteSecret", (_, given) -> delete(given))
        .fetch("grantSecret", (_, given) -> grant(given))
        .fetch("revokeSecretGrant", (_, given) -> revoke(given))
        .fetch("rotateSecrets", (_, given) -> rotate(given));
  }

  private StoredSecret set(DataFetchingEnvironment given) {
    String project = project(given);
    Secret secret = secret(text(given, "name"));
    List<Optional<String>> grants = new ArrayList<>();
    List<String> flows = given.getArgument("grantTo");
    if (flows != null) {
      flows.forEach(flow -> grants.add(Optional.of(flow)));
    }
    if (is(given, "allFlows")) {
      grants.add(Optional.empty());
    }
    grants.forEach(flow -> SecretGrants.check(project, flow));
    boolean _ = secrets.set(project, secret, text(given, "value"), Caller.currentName());
    for (Optional<String> flow : grants) {
      boolean _ = secrets.grants().grant(project, secret.name(), flow, Caller.currentName());
    }
    return found(project, secret.name());
  }

  private static Secret secret(String name) {
    try {
      return Secret.named(name);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private String delete(DataFetchingEnvironment given) {
    String name = text(given, "name");
    if (!secrets.delete(project(given), name)) {
      throw SecretGrants.missing(name);
    }
    return name;
  }

  private StoredSecret grant(DataFetchingEnvironment given) {
    Grant grant = granted(given);
    String name = text(given, "name");
    boolean _ = secrets.grants().grant(grant.project(), name, grant.flow(), Caller.currentName());
    return found(grant.project(), name);
  }

  private StoredSecret revoke(DataFetchingEnvironment given) {
    Grant grant = granted(given);
    String name = text(given, "name");
    secrets.grants().revoke(grant.project(), name, grant.flow());
    return found(grant.project(), name);
  }

  /**
   * A grant.
   *
   * @param flow the name of the flow; empty for all flows of the project
   */
  private record Grant(String project, Optional<String> flow) {}

  private Grant granted(DataFetchingEnvironment given) {
    boolean isFlow = given.getArgument("flow") != null;
    if (isFlow == is(given, "allFlows")) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "give the name of a flow, or allFlows: true for all of them");
    }
    if (!isFlow) {
      return new Grant(project(given), Optional.empty());
    }
    FlowKey flow = NamedFlow.of(given);
    projects.require(flow.project());
    return new Grant(flow.project(), Optional.of(flow.name()));
  }

  private SecretRotation.Rotated rotate(DataFetchingEnvironment given) {
    if (!is(given, "master")) {
      return secrets.rotation().rotate(project(given));
    }
    if (!Caller.current().seesAll()) {
      throw new RequestRefused(
          ApiCode.FORBIDDEN,
          "the master key is that of the whole server, and %s is limited to projects"
              .formatted(Caller.current().words()));
    }
    return secrets.rotation().rotateMaster();
  }

  private StoredSecret found(String project, String name) {
    Condition where =
        Condition.and(
            Condition.is(SecretField.PROJECT, project), Condition.is(SecretField.NAME, name));
    return queries.secrets(PageRequest.where(where)).nodes().stream()
        .findFirst()
        .orElseThrow(() -> SecretGrants.missing(name));
  }

  private String project(DataFetchingEnvironment given) {
    return GivenProject.of(given, projects);
  }

  private static String text(DataFetchingEnvironment given, String name) {
    return Objects.requireNonNull(given.getArgument(name));
  }

  private static boolean is(DataFetchingEnvironment given, String name) {
    return Boolean.TRUE.equals(given.getArgument(name));
  }
}
