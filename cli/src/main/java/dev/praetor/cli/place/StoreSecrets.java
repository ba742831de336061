package dev.praetor.cli.place;

import dev.praetor.Secret;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.project.Projects;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.secret.LocalSecrets;
import dev.praetor.store.secret.SecretGrants;
import dev.praetor.store.secret.SecretRotation;
import dev.praetor.store.secret.StoredSecret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The secrets in a store, which is opened for each call. */
record StoreSecrets(StoreArguments place, String project) implements SecretBook {
  private static final int PAGE = 1_000;

  @Override
  public List<StoredSecret> list() {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      Projects.requireOfNew(project);
      return List.of();
    }
    try (RunStore store = opened.get()) {
      store.projects().require(project);
      return Page.andFollowing(
          PageRequest.where(Condition.is(SecretField.PROJECT, project)).withFirst(PAGE),
          store.secretQueries()::secrets);
    }
  }

  @Override
  public List<StoredSecret.Use> uses(String name, int most) {
    try (RunStore store = opened(project, name)) {
      List<StoredSecret.Use> uses = secrets(store).uses().of(project, name, most);
      if (uses.isEmpty()) {
        requireSecret(store, name);
      }
      return uses;
    }
  }

  private LocalSecrets secrets(RunStore store) {
    return store.secrets(place.home());
  }

  private void requireSecret(RunStore store, String name) {
    Condition named =
        Condition.and(
            Condition.is(SecretField.PROJECT, project), Condition.is(SecretField.NAME, name));
    if (store.secretQueries().secrets(PageRequest.where(named)).nodes().isEmpty()) {
      throw SecretGrants.missing(name);
    }
  }

  /** Opens the store, which has the project. */
  private RunStore opened(String in, String name) {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      Projects.requireOfNew(in);
      throw SecretGrants.missing(name);
    }
    try {
      opened.get().projects().require(in);
    } catch (StoreFailed e) {
      opened.get().close();
      throw e;
    }
    return opened.get();
  }

  @Override
  public boolean set(Secret secret, String value, List<Optional<String>> grants) {
    grants.forEach(flow -> SecretGrants.check(project, flow));
    try (RunStore store = place.open()) {
      store.projects().require(project);
      boolean isNew = secrets(store).set(project, secret, value, CurrentUser.name());
      for (Optional<String> flow : grants) {
        var _ = secrets(store).grants().grant(project, secret.name(), flow, CurrentUser.name());
      }
      return isNew;
    }
  }

  @Override
  public boolean delete(String name) {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      Projects.requireOfNew(project);
      return false;
    }
    try (RunStore store = opened.get()) {
      store.projects().require(project);
      return secrets(store).delete(project, name);
    }
  }

  @Override
  public void grant(String name, Optional<String> flow) {
    try (RunStore store = opened(projectOf(flow), name)) {
      var _ =
          secrets(store)
              .grants()
              .grant(projectOf(flow), name, flow.map(FlowKey::name), CurrentUser.name());
    }
  }

  /** Returns the project of a flow that is named by its key, or else the chosen one. */
  private String projectOf(Optional<String> flow) {
    return flow.filter(key -> key.indexOf('/') >= 0)
        .map(key -> FlowKey.of(key).project())
        .orElse(project);
  }

  @Override
  public void revoke(String name, Optional<String> flow) {
    try (RunStore store = opened(projectOf(flow), name)) {
      secrets(store).grants().revoke(projectOf(flow), name, flow.map(FlowKey::name));
    }
  }

  @Override
  public Rotated rotate(boolean master) {
    try (RunStore store = place.open()) {
      SecretRotation rotation = secrets(store).rotation();
      SecretRotation.Rotated rotated = master ? rotation.rotateMaster() : rotation.rotate(project);
      return new Rotated(
          rotated.secrets(), rotated.keys(), rotated.damaged(), rotated.file().map(Path::toString));
    }
  }
}
