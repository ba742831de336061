package dev.praetor.cli.option;

import dev.praetor.Flow;
import dev.praetor.engine.loading.FlowLoader;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The code a flow is loaded from, and which flow of it. */
public final class TargetOptions {
  @Parameters(
      paramLabel = "TARGET",
      description = "A source file (Hello.java), a jar, or the name of a class.")
  private String target = "";

  @Mixin private FlowOption flow = new FlowOption();

  public String target() {
    return target;
  }

  /** The flow that was named, or the only one there is. */
  public Flow<?> flow() throws IOException {
    return flow.load(target);
  }

  /** All flows there are. */
  public List<Flow<?>> flows() throws IOException {
    return FlowLoader.load(target);
  }
}
