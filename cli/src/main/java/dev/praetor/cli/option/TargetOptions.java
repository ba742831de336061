package dev.praetor.cli.option;

import dev.praetor.Flow;
import dev.praetor.engine.loading.FlowLoader;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The target, which is the code that a flow is loaded from, and the selection of the flow. */
public final class TargetOptions {
  @Parameters(
      paramLabel = "TARGET",
      description = "A source file (Hello.java), a jar, a folder of jars, or the name of a class.")
  private String target = "";

  @Mixin private FlowOption flow = new FlowOption();

  public String target() {
    return target;
  }

  /** Loads the selected flow, or the only flow of the target. */
  public Flow<?> flow() throws IOException {
    return flow.load(target);
  }

  /** Loads all flows of the target. */
  public List<Flow<?>> flows() throws IOException {
    return FlowLoader.load(target);
  }
}
