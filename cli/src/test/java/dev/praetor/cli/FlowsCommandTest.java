package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The commands about registered flows. */
@ParameterizedClass
@EnumSource
class FlowsCommandTest extends RegisteringTest {
  FlowsCommandTest(Place kind) {
    super(kind);
  }

  private void register(String times, String cron) throws Exception {
    String reminder =
        """
        static int load(int n) { return n; }
        static int send(int n) { return n; }
        static Flow<?> flow() {
          return Flow.define("reminder", f -> {
                var times = f.parameter("times", %s);
                return Task.of(Mine::send).call(Task.of(Mine::load).call(times));
              })
              .describedAs("Reminds people.")
              .scheduled(Schedule.of(cron("%s")));
        }
        """
            .formatted(times, cron);
    succeed("register", source("Mine", reminder));
  }

  @Test
  void a_home_without_flows_says_so() {
    assertThat(succeed("flows", "list"))
        .contains("No flow is registered. Register one with praetor register FILE");
    assertThat(json("flows", "list").isEmpty()).isTrue();
    if (isLocal()) {
      assertThat(home()).doesNotExist();
    }
    for (String command :
        List.of("show", "versions", "diff", "run", "archive", "unarchive", "set")) {
      assertThat(refused("flows", command, "none"))
          .contains("no flow 'none' is registered in project 'default'");
    }
  }

  @Test
  void a_flow_is_shown() throws Exception {
    register("3", "30 8 * * *");
    assertThat(succeed("flows", "show", "reminder"))
        .contains(
            "reminder  Reminds people.\n",
            "version 1, registered ",
            "compiled from sources, JDK ",
            "  flows.jar  ",
            "schedule: at 08:30",
            "  parameter times: ",
            " = 3\n",
            "  task load\n",
            "  task send ← load\n",
            "decided by send\n");
    JsonNode shown = json("flows", "show", "reminder");
    assertThat(shown.get("version").asInt()).isEqualTo(1);
    assertThat(shown.get("package").get("files").get(0).get("name").asString())
        .isEqualTo("flows.jar");
    assertThat(shown.get("graph").get("nodes").size()).isEqualTo(2);
    assertThat(refused("flows", "show", "none"))
        .contains("no flow 'none' is registered in project 'default'");
    assertThat(refused("flows", "show", "reminder", "--version", "2"))
        .contains("flow 'reminder' has no version 2");
  }

  @Test
  void versions_are_listed_and_compared() throws Exception {
    register("3", "30 8 * * *");
    register("4", "0 9 * * *");
    assertThat(succeed("flows", "versions", "reminder").lines())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("  2 current  registered "),
            line -> assertThat(line).startsWith("  1          registered "));
    assertThat(succeed("flows", "versions", "reminder", "--limit", "1").lines())
        .hasSize(2)
        .last()
        .isEqualTo("… and 1 more; see --limit");
    assertThat(json("flows", "versions", "reminder").get(0).get("current").asBoolean()).isTrue();
    assertThat(succeed("flows", "diff", "reminder"))
        .startsWith("reminder: version 1 and version 2\n")
        .contains(
            "  parameter times: default 3 → 4\n",
            "  schedule: at 08:30 every day, UTC → at 09:00 every day, UTC\n",
            "  code: flows.jar has changed\n");
    assertThat(succeed("flows", "diff", "reminder", "2", "1"))
        .contains("parameter times: default 4 → 3");
    assertThat(succeed("flows", "diff", "reminder", "2", "2")).contains("same graph, same code");
    JsonNode diff = json("flows", "diff", "reminder", "1");
    assertThat(diff.get("from").asInt()).isEqualTo(1);
    assertThat(diff.get("to").asInt()).isEqualTo(2);
    assertThat(diff.get("sameGraph").asBoolean()).isFalse();
    assertThat(diff.get("changes").size()).isEqualTo(2);
    assertThat(diff.get("files").get(0).get("change").asString()).isEqualTo("changed");
    assertThat(refused("flows", "diff", "reminder", "7")).contains("has no version 7");
    assertThat(refused("flows", "diff", "reminder", "x")).contains("A");
  }

  @Test
  void the_first_version_has_none_before_it() throws Exception {
    register("3", "30 8 * * *");
    assertThat(refused("flows", "diff", "reminder"))
        .contains("there is no version of flow 'reminder' before version 1");
  }

  @Test
  void other_code_of_the_same_graph_is_told() throws Exception {
    Path jar = jar("app.jar", flows("one"));
    succeed("register", jar.toString());
    jar("app.jar", "static int other; " + flows("one"));
    succeed("register", jar.toString());
    assertThat(succeed("flows", "diff", "one"))
        .contains("same graph, other code\n", "  code: app.jar has changed\n");
    assertThat(succeed("flows", "versions", "one").lines().findFirst().orElseThrow())
        .contains("(same graph, other code)");
  }

  @Test
  void flows_are_archived_and_brought_back() throws Exception {
    register("3", "30 8 * * *");
    assertThat(succeed("flows", "archive", "reminder")).contains("flow 'reminder' is archived");
    assertThat(succeed("flows", "archive", "reminder")).contains("was archived already");
    assertThat(succeed("flows", "list")).contains("reminder", "archived");
    assertThat(json("flows", "list").get(0).get("archived").asBoolean()).isTrue();
    assertThat(succeed("flows", "show", "reminder")).contains("archived since ");
    assertThat(succeed("flows", "unarchive", "reminder")).contains("makes runs again");
    assertThat(succeed("flows", "list")).doesNotContain("archived");
    assertThat(refused("flows", "archive", "none")).contains("no flow 'none' is registered");
  }

  @Test
  void a_list_is_limited() throws Exception {
    succeed("register", jar("app.jar", flows("a", "b", "c")).toString());
    assertThat(succeed("flows", "list", "--limit", "2").lines())
        .hasSize(3)
        .last()
        .isEqualTo("… and 1 more; see --limit");
    assertThat(json("flows", "list", "--limit", "2").size()).isEqualTo(2);
    assertThat(refused("flows", "list", "--limit", "0")).contains("--limit must be 1 or more");
  }
}
