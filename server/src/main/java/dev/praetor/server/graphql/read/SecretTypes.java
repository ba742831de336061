package dev.praetor.server.graphql.read;

import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.SecretQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.secret.SecretRotation;
import dev.praetor.store.secret.StoredSecret;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The code for secrets, which have no field for their value. */
record SecretTypes(Reads reads) {
  List<TypeCode<?>> all() {
    return List.of(secret(), grant(), use(), rotation());
  }

  private static TypeCode<StoredSecret> secret() {
    return TypeCode.of("Secret", StoredSecret.class)
        .field("project", StoredSecret::project)
        .field("name", StoredSecret::name)
        .field("version", StoredSecret::version)
        .field("created", StoredSecret::created)
        .field("set", StoredSecret::set)
        .field("setBy", secret -> known(secret.setBy()))
        .field("lastUse", StoredSecret::lastUse)
        .field("grants", StoredSecret::grants);
  }

  private static TypeCode<StoredSecret.Grant> grant() {
    return TypeCode.of("SecretGrant", StoredSecret.Grant.class)
        .field("flow", StoredSecret.Grant::flow)
        .field("created", StoredSecret.Grant::time)
        .field("createdBy", grant -> known(grant.by()));
  }

  private static Optional<String> known(String name) {
    return Optional.of(name).filter(text -> !text.isEmpty());
  }

  private static TypeCode<StoredSecret.Use> use() {
    return TypeCode.of("SecretUse", StoredSecret.Use.class)
        .field("run", StoredSecret.Use::run)
        .field("flow", StoredSecret.Use::flow)
        .field("first", StoredSecret.Use::first)
        .field("last", StoredSecret.Use::last)
        .field("reads", StoredSecret.Use::reads);
  }

  private static TypeCode<SecretRotation.Rotated> rotation() {
    return TypeCode.of("SecretRotation", SecretRotation.Rotated.class)
        .field("secrets", rotated -> (long) rotated.secrets())
        .field("keys", rotated -> (long) rotated.keys())
        .field("damaged", SecretRotation.Rotated::damaged);
  }

  /** Returns the page of secrets that a request asks for. */
  Pages.Counted page(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.SECRET, environment, Condition.ALWAYS);
    SecretQueries queries = reads.store().secretQueries(Caller::currentScope);
    return new Pages.Counted(queries.secrets(request), request.where(), queries::countSecrets);
  }

  /** Returns the last uses of a secret. */
  List<StoredSecret.Use> uses(DataFetchingEnvironment environment) {
    String name = Objects.requireNonNull(environment.getArgument("name"));
    String project = Objects.requireNonNull(environment.getArgument("project"));
    if (!Caller.current().sees(project)) {
      return List.of();
    }
    Integer first = environment.getArgument("first");
    int most = PageRequest.all().withFirst(first == null ? 0 : first).first();
    return reads.secrets().uses().of(project, name, most);
  }
}
