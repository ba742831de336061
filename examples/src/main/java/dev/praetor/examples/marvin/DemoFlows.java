package dev.praetor.examples.marvin;

import dev.praetor.Flow;
import dev.praetor.FlowSource;
import dev.praetor.spi.SecretProvider;
import java.time.Duration;
import java.util.List;

/** The flows as the demo runs them, so that runs of the demo can be resumed and restarted. */
public final class DemoFlows implements FlowSource {
  /** The delay before a retry; short, since a person is watching. */
  public static final Duration DELAY = Duration.ofMillis(150);

  @Override
  public List<Flow<?>> flows() {
    Demo demo = Demo.onSampleTeam(System.out, DELAY);
    return List.of(demo.reminder(), demo.standup());
  }

  /** Returns the token that the demo uses, which opens nothing. */
  public static SecretProvider secrets() {
    return Demo.onSampleTeam(System.out, DELAY).secrets();
  }
}
