package dev.praetor.cli.place;

import dev.praetor.Secret;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.secret.LocalSecrets;
import dev.praetor.store.secret.SecretGrants;
import dev.praetor.store.secret.SecretRotation;
import dev.praetor.store.secret.StoredSecret;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The secrets in a store, which is opened for each call. */
record StoreSecrets(StoreArguments place) implements SecretBook {
  private static final String PROJECT = Registration.DEFAULT_PROJECT;
  private static final int PAGE = 1_000;

  @Override
  public List<StoredSecret> list() {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      return List.of();
    }
    List<StoredSecret> all = new ArrayList<>();
    try (RunStore store = opened.get()) {
      PageRequest next =
          PageRequest.where(Condition.is(SecretField.PROJECT, PROJECT)).withFirst(PAGE);
      while (true) {
        Page<StoredSecret> page = store.secretQueries().secrets(next);
        all.addAll(page.nodes());
        if (!page.hasNextPage() || page.endCursor().isEmpty()) {
          return all;
        }
        next = next.withAfter(page.endCursor().get());
      }
    }
  }

  @Override
  public List<StoredSecret.Use> uses(String name, int most) {
    try (RunStore store = opened(name)) {
      return secrets(store).uses().of(PROJECT, name, most);
    }
  }

  private LocalSecrets secrets(RunStore store) {
    return store.secrets(place.home());
  }

  private RunStore opened(String name) {
    return place.openIfThere().orElseThrow(() -> SecretGrants.missing(name));
  }

  @Override
  public boolean set(Secret secret, String value, List<Optional<String>> grants) {
    grants.forEach(SecretGrants::check);
    try (RunStore store = place.open()) {
      boolean isNew = secrets(store).set(PROJECT, secret, value, CurrentUser.name());
      for (Optional<String> flow : grants) {
        var _ = secrets(store).grants().grant(PROJECT, secret.name(), flow, CurrentUser.name());
      }
      return isNew;
    }
  }

  @Override
  public boolean delete(String name) {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      return false;
    }
    try (RunStore store = opened.get()) {
      return secrets(store).delete(PROJECT, name);
    }
  }

  @Override
  public void grant(String name, Optional<String> flow) {
    try (RunStore store = opened(name)) {
      var _ = secrets(store).grants().grant(PROJECT, name, flow, CurrentUser.name());
    }
  }

  @Override
  public void revoke(String name, Optional<String> flow) {
    try (RunStore store = opened(name)) {
      secrets(store).grants().revoke(PROJECT, name, flow);
    }
  }

  @Override
  public Rotated rotate(boolean master) {
    try (RunStore store = place.open()) {
      SecretRotation rotation = secrets(store).rotation();
      SecretRotation.Rotated rotated = master ? rotation.rotateMaster() : rotation.rotate(PROJECT);
      return new Rotated(
          rotated.secrets(), rotated.keys(), rotated.damaged(), rotated.file().map(Path::toString));
    }
  }
}
