package dev.praetor.server.access;

import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.Role;
import dev.praetor.store.access.RunnerToken;
import dev.praetor.store.flow.PackageFiles;
import dev.praetor.store.worker.PoolMembers;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Keeps a runner with a token to what is its own, and the holder of a key that is limited to pools
 * to what belongs to these pools. Thread-safe.
 */
public record Reach(PoolMembers members, PackageFiles files) {
  /** Returns the limits of callers of a server on a store. */
  public static Reach of(RunStore store) {
    return new Reach(store.poolMembers(), store.packageFiles());
  }

  private static final String FILE = "GET /api/packages/files/{sha256}";

  /** The requests that name a runner of which nothing may be recorded yet. */
  private static final Set<String> OF_NEW_RUNNER =
      Set.of("PUT /api/runners/{runner}", "DELETE /api/workers/{worker}/runners/{runner}");

  /**
   * Checks that a caller may send a request, by the worker, the runner or the package in its path.
   *
   * @param variables the parts of the path that the route leaves open, by their names
   * @throws RequestRefused if not
   */
  public void require(Caller caller, String request, Map<String, String> variables) {
    if (Permissions.needed(request) != Role.WORKER) {
      return;
    }
    Optional<String> runner = Optional.ofNullable(variables.get("runner"));
    Optional<String> sha256 = Optional.ofNullable(variables.get("sha256"));
    if (caller.runner().isPresent()) {
      RunnerToken token = caller.runner().get();
      runner.ifPresent(id -> requireOwnSession(caller, token, id));
      sha256.ifPresent(hash -> requireOwnPackage(caller, token, request, hash));
    } else if (!caller.pools().isEmpty()) {
      Optional.ofNullable(variables.get("worker"))
          .flatMap(Reach::id)
          .flatMap(members::ofWorker)
          .ifPresent(pools -> requirePools(caller, pools));
      runner.flatMap(Reach::id).ifPresent(id -> requireRunner(caller, request, id));
      sha256.ifPresent(hash -> requireNeeded(caller, request, hash));
    }
  }

  /** Returns the form in which an id is recorded; empty if it is none, which is refused later. */
  private static Optional<String> id(String given) {
    try {
      return Optional.of(UUID.fromString(given).toString());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static RequestRefused refused(String problem) {
    return new RequestRefused(ApiCode.FORBIDDEN, problem);
  }

  private static void requireOwnSession(Caller caller, RunnerToken token, String runner) {
    if (!id(runner).equals(Optional.of(token.runner()))) {
      throw refused(
          "the token of '%s' does not open the session of another runner".formatted(caller.name()));
    }
  }

  private void requireOwnPackage(Caller caller, RunnerToken token, String request, String sha256) {
    boolean isOwn =
        request.equals(FILE) ? files.isOf(token.code(), sha256) : sha256.equals(token.code());
    if (!isOwn) {
      throw refused(
          "the token of '%s' opens the package of its runs, and no other".formatted(caller.name()));
    }
  }

  private void requireRunner(Caller caller, String request, String runner) {
    Optional<List<String>> pools = members.ofRunner(runner);
    pools.ifPresent(all -> requirePools(caller, all));
    boolean isNew = OF_NEW_RUNNER.contains(request) && !members.isRecorded(runner);
    if (pools.isEmpty() && !isNew) {
      throw new RequestRefused(
          ApiCode.NOT_FOUND,
          "there is no runner %s of a worker in %s".formatted(runner, pools(caller)));
    }
  }

  private void requireNeeded(Caller caller, String request, String sha256) {
    boolean isNeeded =
        request.equals(FILE)
            ? members.needFile(caller.pools(), sha256)
            : members.need(caller.pools(), sha256);
    if (!isNeeded) {
      throw refused("%s, and no run in them needs this package".formatted(limits(caller)));
    }
  }

  private static String limits(Caller caller) {
    return "%s is limited to %s".formatted(caller.words(), pools(caller));
  }

  private static String pools(Caller caller) {
    return caller.pools().stream()
        .map(pool -> "'" + pool + "'")
        .reduce((one, other) -> one + ", " + other)
        .map(all -> caller.pools().size() == 1 ? "the pool " + all : "the pools " + all)
        .orElse("no pool");
  }

  /**
   * Checks that the caller is limited to no pools, or to these among others.
   *
   * @param pools the pools of a worker
   * @throws RequestRefused if not
   */
  public void requirePools(Caller caller, List<String> pools) {
    if (!includes(caller, pools)) {
      Set<String> others = new HashSet<>(pools);
      caller.pools().forEach(others::remove);
      throw refused(
          "%s, and the worker takes runs of '%s', too; start it with%s, or with a key for its pools"
              .formatted(
                  limits(caller),
                  others.stream().sorted().findFirst().orElse(""),
                  options(caller)));
    }
  }

  /** Returns the options with which a worker takes runs of the pools of a caller. */
  private static String options(Caller caller) {
    return caller.pools().stream().map(pool -> " --pool " + pool).collect(Collectors.joining());
  }

  private static boolean includes(Caller caller, List<String> pools) {
    return caller.pools().isEmpty() || caller.pools().containsAll(pools);
  }

  /** Returns whether a caller may know of a runner of a worker, or of one without a worker. */
  public boolean sees(Caller caller, Optional<String> worker) {
    return caller.pools().isEmpty()
        || worker.flatMap(members::ofWorker).filter(pools -> includes(caller, pools)).isPresent();
  }

  /**
   * Checks that a caller may open the session of a runner.
   *
   * @param code the SHA-256 of its package
   * @param worker the id of its worker; absent if it has none
   * @throws RequestRefused if not
   */
  public void requireSession(Caller caller, String code, Optional<String> worker) {
    Optional<RunnerToken> token = caller.runner();
    if (token.isPresent()
        && !(code.equals(token.get().code())
            && worker.equals(Optional.of(token.get().worker().id())))) {
      throw refused(
          "the token of '%s' is for another package, or another worker".formatted(caller.name()));
    }
    if (caller.pools().isEmpty()) {
      return;
    }
    if (code.equals(FlowPackage.SERVED.sha256())) {
      throw refused(
          "%s, and flows that an application serves belong to no pool".formatted(limits(caller)));
    }
    List<String> pools =
        worker
            .flatMap(members::ofWorker)
            .orElseThrow(() ->
                refused(
                    "%s, and the runner names no worker that is known".formatted(limits(caller))));
    requirePools(caller, pools);
  }

  /**
   * Checks that a caller may ask for the token of a runner.
   *
   * @param code the SHA-256 of its package
   * @throws RequestRefused if not
   */
  public void requireToken(Caller caller, String code) {
    if (caller.session().isPresent()) {
      throw refused(
          "'%s' is logged in as a person, and tokens of runners are made with the key of a worker"
              .formatted(caller.name()));
    }
    if (!caller.pools().isEmpty() && !members.need(caller.pools(), code)) {
      throw refused("%s, and no run in them needs this package".formatted(limits(caller)));
    }
  }
}
