package dev.praetor.embedded.serve;

import dev.praetor.Occurrence;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens to schedules. */
public final class LoggedSchedules implements ScheduleEvents {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedSchedules.class);

  @Override
  public void next(String flow, Occurrence next) {
    LOG.atDebug().addKeyValue("flow", flow).log("the next run is due at {}", next.at());
  }

  @Override
  public void passedOver(String flow, int count, Instant since) {
    LOG.atInfo()
        .addKeyValue("flow", flow)
        .log("{} times since {} were missed and are passed over", count, since);
  }

  @Override
  public void skipped(String flow, Occurrence due, String why) {
    LOG.atInfo().addKeyValue("flow", flow).log("the run of {} is skipped: {}", due.at(), why);
  }

  @Override
  public void failed(String flow, Occurrence due, RuntimeException why) {
    LOG.atError()
        .addKeyValue("flow", flow)
        .setCause(why)
        .log("no run could be made for {}: {}", due.at(), why.getMessage());
  }

  @Override
  public void ended(String flow) {
    LOG.atInfo().addKeyValue("flow", flow).log("the schedule has no further times");
  }
}
