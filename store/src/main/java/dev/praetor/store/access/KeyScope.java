package dev.praetor.store.access;

import dev.praetor.ErrorCode;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.model.StoreFailed;
import java.util.List;
import java.util.Optional;

/**
 * The part of a server that a key opens. Immutable.
 *
 * @param project the project that it is limited to; absent if it is for the whole server
 * @param pools the pools that a worker's key is limited to, each once; empty if it is for all
 */
public record KeyScope(Optional<String> project, List<String> pools) {
  private static final int MOST_POOLS = 100;

  /** The whole server. */
  public static final KeyScope ALL = new KeyScope(Optional.empty(), List.of());

  public KeyScope {
    pools = pools.stream().distinct().toList();
  }

  /** Returns the scope of a key that is limited to a project. */
  public static KeyScope of(String project) {
    return new KeyScope(Optional.of(project), List.of());
  }

  /** Returns the scope of a worker's key that is limited to pools. */
  public static KeyScope ofPools(List<String> pools) {
    return new KeyScope(Optional.empty(), pools);
  }

  /**
   * Checks that a new key may have this scope.
   *
   * @throws StoreFailed if a worker's key is to be of a project, a pool has no legal name, or pools
   *     are named for another role than that of a worker
   */
  void requireFor(String key, Role role) {
    if (project.isPresent() && role == Role.WORKER) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "key '" + key + "'",
          "workers serve all projects, so a key with the role worker has none",
          "leave the project out, or limit the key to pools");
    }
    if (pools.isEmpty()) {
      return;
    }
    if (role != Role.WORKER) {
      throw refused(
          key,
          "pools limit a key with the role worker, and '%s' is to have the role %s"
              .formatted(key, role.label()));
    }
    if (pools.size() > MOST_POOLS) {
      throw refused(
          key, "a key is limited to at most %d pools, not %,d".formatted(MOST_POOLS, pools.size()));
    }
    for (String pool : pools) {
      try {
        Placement.checkPool(pool);
      } catch (IllegalArgumentException e) {
        throw refused(key, String.valueOf(e.getMessage()));
      }
    }
  }

  private static StoreFailed refused(String key, String problem) {
    return new StoreFailed(ErrorCode.BAD_REQUEST, "key '" + key + "'", problem, "");
  }
}
