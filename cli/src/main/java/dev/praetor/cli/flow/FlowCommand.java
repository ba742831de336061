package dev.praetor.cli.flow;

import dev.praetor.Flow;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.TargetOptions;
import dev.praetor.cli.text.FlowPrinter;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.spec.NodeKind;
import dev.praetor.engine.spec.SourceWords;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.ParameterTypes;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code praetor flow}. */
@Command(
    name = "flow",
    description = "Shows or draws a flow without running it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {FlowCommand.Show.class, FlowCommand.Draw.class})
public final class FlowCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** {@code praetor flow show}. */
  @Command(
      name = "show",
      description = "Shows a flow's parameters, nodes and warnings.",
      mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private TargetOptions target = new TargetOptions();

    @Option(names = "--json", description = "Prints the flow as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
      Flow<?> chosen = target.flow();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(chosen.spec().pretty());
        return ExitCode.SUCCESS;
      }
      out.println(chosen.name() + FlowPrinter.described(chosen));
      out.println("version " + chosen.spec().version().substring(0, 12));
      chosen
          .definition()
          .graph()
          .parameters()
          .forEach(parameter -> out.println(describe(parameter)));
      chosen.definition().graph().nodes().forEach(node -> out.println(describe(node)));
      out.println(
          "decided by "
              + chosen.definition().graph().deciding().stream()
                  .map(GraphNode::name)
                  .collect(Collectors.joining(", ")));
      chosen.warnings().forEach(warning -> out.println("warning: " + warning));
      return ExitCode.SUCCESS;
    }

    private static String describe(ParameterDefinition parameter) {
      String defaultValue =
          parameter
              .defaultValue()
              .map(s -> " = " + (parameter.secret() ? "***" : s.value()))
              .orElse(", required");
      return "  parameter "
          + parameter.name()
          + ": "
          + ParameterTypes.name(parameter.type())
          + defaultValue
          + (parameter.secret() ? ", secret" : "")
          + (parameter.allowed().isEmpty() || parameter.secret()
              ? ""
              : ", one of " + parameter.allowed())
          + (parameter.description().isEmpty() ? "" : "  " + parameter.description());
    }

    private static String describe(GraphNode node) {
      String inputs =
          node.arguments().stream().map(SourceWords::of).collect(Collectors.joining(", "));
      String after = node.after().stream().map(SourceWords::of).collect(Collectors.joining(", "));
      return "  "
          + NodeKind.of(node.work()).label()
          + " "
          + "  ".repeat(node.scope().depth())
          + node.name()
          + (inputs.isEmpty() ? "" : " (" + inputs + ")")
          + (after.isEmpty() ? "" : " after " + after)
          + (node.mapped() ? ", mapped" : "");
    }
  }

  /** {@code praetor flow draw}. */
  @Command(
      name = "draw",
      description = "Draws a flow; mapped nodes are stacks, mapped edges are dashed.",
      mixinStandardHelpOptions = true)
  static final class Draw implements Callable<Integer> {
    /** The formats of drawings. */
    enum Format {
      MERMAID,
      DOT,
      SVG
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private TargetOptions target = new TargetOptions();

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "mermaid (the default), dot or svg.")
    private Format format = Format.MERMAID;

    @Override
    public Integer call() throws IOException {
      Flow<?> chosen = target.flow();
      PrintWriter out = spec.commandLine().getOut();
      out.print(
          switch (format) {
            case MERMAID -> chosen.draw().mermaid();
            case DOT -> chosen.draw().dot();
            case SVG -> chosen.draw().svg();
          });
      out.flush();
      return ExitCode.SUCCESS;
    }
  }
}
