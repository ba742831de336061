package dev.praetor.cli.place;

import dev.praetor.Secret;
import dev.praetor.client.Filter;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.SecretsApi;
import dev.praetor.client.model.SecretInfo;
import dev.praetor.store.secret.SecretGrants;
import dev.praetor.store.secret.StoredSecret;
import java.util.List;
import java.util.Optional;

/** The secrets of a server. */
record ServerSecrets(ServerAddress server, String project) implements SecretBook {
  private static final int PAGE = 1_000;

  @Override
  public List<StoredSecret> list() {
    try (PraetorClient client = server.client()) {
      List<StoredSecret> all =
          client
              .secrets()
              .all(Listing.where(Filter.is("project", project)).withFirst(PAGE))
              .map(ServerSecrets::stored)
              .toList();
      if (all.isEmpty()) {
        ServerProjects.require(client, project);
      }
      return all;
    }
  }

  private static StoredSecret stored(SecretInfo secret) {
    return new StoredSecret(
        secret.project(),
        secret.name(),
        secret.version(),
        secret.created(),
        secret.set(),
        secret.setBy(),
        secret.lastUse().map(ServerSecrets::stored),
        secret.grants().stream()
            .map(grant -> new StoredSecret.Grant(grant.flow(), grant.by(), grant.time()))
            .toList());
  }

  private static StoredSecret.Use stored(SecretInfo.Use use) {
    return new StoredSecret.Use(use.run(), use.flow(), use.first(), use.last(), use.reads());
  }

  @Override
  public List<StoredSecret.Use> uses(String name, int most) {
    try (PraetorClient client = server.client()) {
      List<StoredSecret.Use> uses =
          client.secrets().of(project).uses(name, most).stream()
              .map(ServerSecrets::stored)
              .toList();
      if (uses.isEmpty()) {
        require(client, name);
      }
      return uses;
    }
  }

  private void require(PraetorClient client, String name) {
    Filter named = Filter.is("project", project).and(Filter.is("name", name));
    if (client.secrets().page(Listing.where(named).withFirst(1)).nodes().isEmpty()) {
      ServerProjects.require(client, project);
      throw SecretGrants.missing(name);
    }
  }

  @Override
  public boolean set(Secret secret, String value, List<Optional<String>> grants) {
    try (PraetorClient client = server.client()) {
      return client.secrets().of(project).set(secret.name(), value, grants).version() == 1;
    }
  }

  @Override
  public boolean delete(String name) {
    try (PraetorClient client = server.client()) {
      return ServerProjects.isDeleted(
          client, project, () -> client.secrets().of(project).delete(name));
    }
  }

  @Override
  public void grant(String name, Optional<String> flow) {
    try (PraetorClient client = server.client()) {
      var _ = client.secrets().of(project).grant(name, flow);
    }
  }

  @Override
  public void revoke(String name, Optional<String> flow) {
    try (PraetorClient client = server.client()) {
      var _ = client.secrets().of(project).revoke(name, flow);
    }
  }

  @Override
  public Rotated rotate(boolean master) {
    try (PraetorClient client = server.client()) {
      SecretsApi.Rotated rotated = client.secrets().of(project).rotate(master);
      return new Rotated(rotated.secrets(), rotated.keys(), rotated.damaged(), Optional.empty());
    }
  }
}
