package dev.praetor.store.query;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.row.SecretRows;
import dev.praetor.store.query.sql.VisibleProjects;
import dev.praetor.store.secret.SecretGrants;
import dev.praetor.store.secret.StoredSecret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Answers queries for secrets, of which none gives a value. Thread-safe. */
public final class SecretQueries {
  private final Listing<StoredSecret> secrets;
  private final SecretGrants grants;

  public SecretQueries(QueryRunner query, Supplier<VisibleProjects> seen, SecretGrants grants) {
    this.secrets = new Listing<>(query, seen, Entity.SECRET, SecretRows.COLUMNS, SecretRows::read);
    this.grants = grants;
  }

  /** Returns a page of secrets with their grants; by default by project and name. */
  public Page<StoredSecret> secrets(PageRequest request) {
    Page<StoredSecret> page = secrets.page(request);
    Map<String, Map<String, List<StoredSecret.Grant>>> granted = new HashMap<>();
    page.nodes().stream()
        .collect(
            Collectors.groupingBy(
                StoredSecret::project, Collectors.mapping(StoredSecret::name, Collectors.toList())))
        .forEach((project, names) -> granted.put(project, grants.of(project, names)));
    return page.withNodes(
        page.nodes().stream()
            .map(secret ->
                secret.withGrants(
                    granted
                        .getOrDefault(secret.project(), Map.of())
                        .getOrDefault(secret.name(), List.of())))
            .toList());
  }

  /** Returns the number of secrets that meet a condition. */
  public CappedCount countSecrets(Condition where) {
    return secrets.count(where);
  }
}
