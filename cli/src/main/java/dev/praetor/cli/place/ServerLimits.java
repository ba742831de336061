package dev.praetor.cli.place;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.ServerRefused;
import dev.praetor.client.model.LimitInfo;
import dev.praetor.store.model.RunLimit;
import java.util.List;

/** The limits of a server. */
record ServerLimits(ServerAddress server) implements RunLimits {
  @Override
  public List<RunLimit> list() {
    try (PraetorClient client = server.client()) {
      return client.limits().list().stream()
          .map(limit ->
              new RunLimit(
                  RunLimit.Scope.valueOf(limit.scope().name()),
                  limit.name(),
                  limit.most(),
                  limit.used(),
                  limit.author(),
                  limit.time()))
          .toList();
    }
  }

  @Override
  public List<RunLimit.Holder> holders(RunLimit.Key limit) {
    try (PraetorClient client = server.client()) {
      return client.limits().holders(scope(limit.scope()), limit.name()).stream()
          .map(each -> new RunLimit.Holder(each.run(), each.task().map(TaskPath::toString)))
          .toList();
    }
  }

  @Override
  public void release(String tag, RunId run, TaskPath task) {
    try (PraetorClient client = server.client()) {
      LimitInfo _ = client.limits().release(tag, run, task);
    }
  }

  private static LimitInfo.Scope scope(RunLimit.Scope scope) {
    return switch (scope) {
      case FLOW -> LimitInfo.Scope.FLOW;
      case TAG -> LimitInfo.Scope.TAG;
    };
  }

  @Override
  public void set(RunLimit.Scope scope, String name, int most) {
    try (PraetorClient client = server.client()) {
      LimitInfo _ = client.limits().set(scope(scope), name, most);
    }
  }

  @Override
  public boolean delete(RunLimit.Scope scope, String name) {
    try (PraetorClient client = server.client()) {
      client.limits().delete(scope(scope), name);
      return true;
    } catch (ServerRefused e) {
      if (e.serverCode().equals("NOT_FOUND")) {
        return false;
      }
      throw e;
    }
  }
}
