package dev.praetor.cli.run;

import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.terminal.RunView;
import dev.praetor.cli.terminal.RunViews;
import dev.praetor.cli.terminal.WaitsView;
import dev.praetor.engine.run.RunDocument;
import java.io.PrintWriter;
import java.time.InstantSource;
import picocli.CommandLine;

/** Runs a flow once in this process as the options say. Shared by all commands that run flows. */
public record ForegroundRun(
    CommandLine line, RunOptions options, StoreSession history, InstantSource clock) {
  /**
   * Runs the flow to its end, prints the outcome and returns the exit status.
   *
   * @param target the target of the flow, by which its secrets are found
   */
  public int run(Flow<?> flow, String target, Entrance entrance) throws InterruptedException {
    if (options.approvals().waiting() && !history.keeps()) {
      throw new UsageException(
          "--wait-for-approval needs a history, since the answer comes through it; omit"
              + " --no-history");
    }
    PrintWriter out = line.getOut();
    LocalRunner runner = new LocalRunner(out, line.getErr(), view(flow), options::change, history);
    LocalRunner.Finished finished;
    try {
      finished = runner.run(target, entrance, options.approvals());
    } catch (RunExists earlier) {
      return new EarlierRun(history.store().orElseThrow(), earlier.run()).report(line, options);
    }
    if (options.json()) {
      RunDocument.write(
          flow.definition(), finished.run(), history.labels(finished.run().id()), out);
    } else {
      runner.report(flow, finished, options.quiet());
    }
    if (options.draw()) {
      out.println(flow.draw(finished.run()).mermaid());
    }
    return finished.status();
  }

  private RunView view(Flow<?> flow) {
    if (options.quiet()) {
      return RunView.none();
    }
    return options.json() ? new WaitsView(line.getErr()) : RunViews.forTerminal(flow, clock);
  }
}
