package dev.praetor.server.graphql.read;

import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.access.ApiKey;
import dev.praetor.store.access.ApiKeys;
import dev.praetor.store.access.Role;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;

/** The code for keys. */
record KeyTypes(Reads reads) {
  List<TypeCode<?>> all() {
    return List.of(key(), newKey());
  }

  private TypeCode<ApiKey> key() {
    return TypeCode.of("Key", ApiKey.class)
        .field("id", ApiKey::id)
        .field("name", ApiKey::name)
        .field("user", ApiKey::user)
        .field("role", key -> key.role().map(Role::name))
        .field("project", ApiKey::project)
        .field("pools", ApiKey::pools)
        .field("state", key -> key.state(reads.clock().instant()).name())
        .field("created", key -> key.made().time())
        .field("createdBy", key -> key.made().by())
        .field("expires", ApiKey::expires)
        .field("revoked", key -> key.revoked().map(ApiKey.Made::time))
        .field("revokedBy", key -> key.revoked().map(ApiKey.Made::by))
        .field("lastUsed", ApiKey::lastUsed);
  }

  private static TypeCode<ApiKeys.NewKey> newKey() {
    return TypeCode.of("NewKey", ApiKeys.NewKey.class)
        .field("key", ApiKeys.NewKey::key)
        .field("secret", ApiKeys.NewKey::text);
  }

  /** Returns the page of keys that a request asks for. */
  Pages.Counted page(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.KEY, environment, Condition.ALWAYS);
    // They are counted later, when the role of a viewer is enough; an administrator counts here.
    Caller administrator = Caller.current();
    return new Pages.Counted(
        reads.queries().keys(request),
        request.where(),
        where -> administrator.get(() -> reads.queries().countKeys(where)));
  }
}
