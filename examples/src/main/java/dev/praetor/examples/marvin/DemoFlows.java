package dev.praetor.examples.marvin;

import dev.praetor.Flow;
import dev.praetor.FlowSource;
import dev.praetor.spi.SecretProvider;
import java.time.Duration;
import java.util.List;

/** The flows just as the demo runs them, so that a run of the demo can go on or be tried again. */
public final class DemoFlows implements FlowSource {
  /** How long a retry waits: not long, as somebody is watching. */
  public static final Duration DELAY = Duration.ofMillis(150);

  @Override
  public List<Flow<?>> flows() {
    Demo demo = Demo.onSampleTeam(System.out, DELAY);
    return List.of(demo.reminder(), demo.standup());
  }

  /** The token that the demo uses. It opens nothing. */
  public static SecretProvider secrets() {
    return Demo.onSampleTeam(System.out, DELAY).secrets();
  }
}
