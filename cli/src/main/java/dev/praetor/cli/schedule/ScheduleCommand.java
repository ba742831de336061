package dev.praetor.cli.schedule;

import static dev.praetor.Praetor.cron;

import dev.praetor.Flow;
import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.FlowOption;
import dev.praetor.schedule.ICalendarExport;
import dev.praetor.schedule.SchedulePreview;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor schedule}. */
@Command(
    name = "schedule",
    description = "Previews schedules before they are deployed.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ScheduleCommand.Preview.class)
public final class ScheduleCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code praetor schedule preview}. */
  @Command(
      name = "preview",
      description = "Shows the next times of a cron expression or of a flow's schedule.",
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Examples:",
        "  praetor schedule preview \"30 8 * * MON-FRI\" --zone America/New_York --after"
            + " 2026-03-06",
        "  praetor schedule preview --flow standup-reminder app.jar --next 20 --ical > standup.ics"
      })
  public static final class Preview implements Callable<Integer> {
    private static final int MOST = 10_000;
    private final InstantSource clock;
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "WHAT",
        description = "A cron expression in quotes, or a source file or jar with a scheduled flow.")
    private String what = "";

    @Mixin private FlowOption flow = new FlowOption();

    @Option(
        names = "--zone",
        paramLabel = "REGION",
        description = "The zone of a cron expression, such as Europe/Berlin; UTC by default.")
    private @Nullable String zone;

    @Option(
        names = "--next",
        paramLabel = "N",
        description = "The number of times to show; 10 by default.")
    private int count = 10;

    @Option(
        names = "--after",
        paramLabel = "TIME",
        description =
            "The start: a date (2026-03-06), a local time (2026-03-06T08:00) or an instant"
                + " (…Z); now by default.")
    private @Nullable String after;

    @Option(
        names = "--ical",
        description = "Prints an iCalendar file for a calendar application instead.")
    private boolean ical;

    Preview(InstantSource clock) {
      this.clock = clock;
    }

    @Override
    public Integer call() throws IOException {
      if (count < 1 || count > MOST) {
        throw new UsageException("--next takes 1 to " + MOST + ", not " + count);
      }
      boolean file = flow.isGiven() || what.endsWith(".java") || what.endsWith(".jar");
      Flow<?> chosen = file ? flow.load(what) : null;
      Schedule schedule = chosen == null ? ofExpression() : of(chosen);
      Instant from =
          after == null ? clock.instant() : ScheduleTimes.parse(after, schedule, "--after");
      PrintWriter out = spec.commandLine().getOut();
      if (ical) {
        List<Occurrence> next = schedule.next(count, from);
        String title = chosen == null ? what : chosen.name();
        out.print(ICalendarExport.of(title, next, clock.instant()));
      } else {
        out.println(schedule.explain());
        out.print(SchedulePreview.of(schedule, count, from).table());
      }
      out.flush();
      return ExitCode.SUCCESS;
    }

    private Schedule ofExpression() {
      return Schedule.of(zone == null ? cron(what) : cron(what).in(zone));
    }

    private Schedule of(Flow<?> chosen) {
      if (zone != null) {
        throw new UsageException(
            "--zone applies to a cron expression only; the clocks of a flow have zones of"
                + " their own");
      }
      return chosen
          .schedule()
          .orElseThrow(() ->
              new UsageException(
                  "flow '" + chosen.name() + "' has no schedule; give it one with .scheduled(…)"));
    }
  }
}
