package dev.praetor.server.health;

import dev.praetor.embedded.registered.RegisteredScheduler;
import dev.praetor.server.live.LiveFeed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The checks of the loops of a server: the scheduler, and the feed of changes to callers. */
public final class LoopHealthChecks {
  /** Each loop looks at least once a second. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private LoopHealthChecks() {}

  /** Returns the checks; of a server without a scheduler, that check is good. */
  public static List<HealthCheck> of(Optional<RegisteredScheduler> scheduler, LiveFeed feed) {
    return List.of(new Schedules(scheduler), new Events(feed));
  }

  private record Schedules(Optional<RegisteredScheduler> scheduler) implements HealthCheck {
    @Override
    public String name() {
      return "scheduler";
    }

    @Override
    public Result check() {
      return scheduler
          .map(each -> looks(each.sinceLook(), "the next times of schedules are awaited"))
          .orElseGet(() ->
              new Result(
                  true, Optional.of(Duration.ZERO), "this server makes no runs by schedules"));
    }
  }

  private record Events(LiveFeed feed) implements HealthCheck {
    @Override
    public String name() {
      return "events";
    }

    @Override
    public Result check() {
      return feed.sinceLook()
          .map(lag -> looks(lag, "changes are told to callers"))
          .orElseGet(
              () -> new Result(true, Optional.of(Duration.ZERO), "no caller listens to changes"));
    }
  }

  private static HealthCheck.Result looks(Duration lag, String good) {
    boolean ok = lag.compareTo(LONGEST) <= 0;
    return new HealthCheck.Result(
        ok, Optional.of(lag), ok ? good : "it stands still since %d s".formatted(lag.toSeconds()));
  }
}
