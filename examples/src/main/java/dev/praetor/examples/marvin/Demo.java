package dev.praetor.examples.marvin;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.spi.SecretProvider;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The two flows for the sample team. */
public final class Demo {
  private final StandupFlows flows;

  private Demo(StandupFlows flows) {
    this.flows = flows;
  }

  /**
   * Creates the flows for the team that comes with the example.
   *
   * @param out the stream to which messages are written
   * @param delay the delay before a retry
   */
  public static Demo onSampleTeam(PrintStream out, Duration delay) {
    return new Demo(new StandupFlows(sample(out), Retry.times(2).every(delay)));
  }

  static Marvin sample(PrintStream out) {
    SampleTeam team = SampleTeam.read();
    return new Marvin(new TerminalChat(out, team.unreachable()), team);
  }

  public Flow<List<String>> reminder() {
    return flows.reminder();
  }

  public Flow<Integer> standup() {
    return flows.standup();
  }

  /** Returns a token that opens nothing. */
  public SecretProvider secrets() {
    return SecretProvider.of(Map.of("MARVIN_TOKEN", "sample-token-that-opens-nothing"));
  }
}
