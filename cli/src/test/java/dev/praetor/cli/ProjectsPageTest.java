package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands and the operations of the page about projects do what it says. */
@Tag("process")
class ProjectsPageTest {
  private static final Path PAGE = Path.of("../docs/guide/projects.md");
  private static final Pattern GRAPHQL = Pattern.compile("```graphql\n(.*?)```", Pattern.DOTALL);
  private static final String STANDUP =
      """
      import dev.praetor.*;
      import java.util.*;

      public class Standup implements FlowSource {
        static String remind(String channel) { return channel; }

        @Override
        public List<Flow<?>> flows() {
          return List.of(
              Flow.define("standup-reminder", flow ->
                  Task.of(Standup::remind).call(flow.parameter("channel", String.class, "#all"))));
        }
      }
      """;

  /**
   * Questions by the key of the project: it sees its flow, and nothing that concerns the whole
   * server.
   */
  private static final String OF_THE_PROJECT =
      """
      PRAETOR_API_KEY=$(cat ci.key)
      export PRAETOR_API_KEY
      echo "ci sees:" $(praetor query '{ flows { nodes { key } } }' --server=$url)
      if praetor workers list --server=$url; then exit 2; fi
      unset PRAETOR_API_KEY
      """;

  @TempDir private Path folder;

  /** Makes the jar that the page registers. */
  private void makeJar() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes/META-INF/services"));
    Files.writeString(classes.resolve("dev.praetor.FlowSource"), "Standup");
    Path source = Files.writeString(folder.resolve("Standup.java"), STANDUP);
    String target = folder.resolve("classes").toString();
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    null,
                    null,
                    "-cp",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path")),
                    "-proc:none",
                    "-d",
                    target,
                    source.toString()))
        .isZero();
    assertThat(
            java.util.spi.ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(
                    System.out,
                    System.err,
                    "cf",
                    folder.resolve("standup.jar").toString(),
                    "-C",
                    target,
                    "."))
        .isZero();
  }

  /** Returns a command for each operation of GraphQL on the page; each is in a line. */
  private static List<String> operations() throws IOException {
    return GRAPHQL
        .matcher(Files.readString(PAGE))
        .results()
        .flatMap(block -> block.group(1).lines())
        .map(operation -> "praetor query '" + operation + "'")
        .toList();
  }

  @Test
  void a_flow_of_a_project_is_registered_run_asked_for_and_given_a_pool() throws Exception {
    makeJar();
    PageScript script = new PageScript(folder);
    List<String> operations = operations();
    assertThat(operations).hasSize(4);
    String page =
        PageScript.before(script.of(PAGE), "praetor projects add staging", PageScript.SERVER);
    page =
        PageScript.before(
            page,
            "praetor keys create",
            "praetor register standup.jar\n" + String.join("\n", operations) + "\n");
    String printed =
        script.run(
            page
                + "\npraetor flows run staging/standup-reminder --wait\n"
                + "praetor workers show staging-1\n"
                + OF_THE_PROJECT,
            Map.of("PRAETOR_PORT", "0"));
    assertThat(printed)
        .contains("project staging is made")
        .containsPattern("standup-reminder +new +version 1")
        .containsPattern("\"n\" ?: ?3")
        .containsPattern("ci sees: \\{.*staging/standup-reminder.*\\}")
        .doesNotContainPattern("ci sees: .*\"standup-reminder\"")
        .contains("the key 'ci' is limited to the project 'staging'")
        .contains("user cy has the role viewer in the project production");
  }
}
