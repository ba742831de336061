package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit log from the shell, of a server and of the home on which it runs. */
class AuditCommandTest extends CommandsOnServer {
  private int onHome(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + home);
    return execute(all.toArray(String[]::new));
  }

  private void change() {
    assertThat(onServer("limits", "set", "db", "3")).as("%s", err).isZero();
    assertThat(onServer("limits", "set", "db", "4")).as("%s", err).isZero();
    assertThat(onServer("keys", "create", "ci", "--role", "viewer")).as("%s", err).isZero();
    assertThat(onServer("limits", "delete", "none")).isNotZero();
  }

  private void tamper(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("praetor.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void rows_are_listed_alike_on_a_server_and_on_its_home() {
    assertThat(onHome("audit", "list")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("No rows.");
    change();
    assertThat(onServer("audit", "list")).as("%s", err).isZero();
    String listed = out.toString();
    assertThat(listed.lines().toList())
        .hasSize(4)
        .satisfiesExactly(
            first -> assertThat(first).contains("deleteLimit", "refused with NOT_FOUND"),
            second -> assertThat(second).contains("administrator", "createKey"),
            third -> assertThat(third).contains("setLimit", "\"n\":3", "→", "\"n\":4"),
            fourth -> assertThat(fourth).contains("tag db", "nothing →"));
    assertThat(onHome("audit", "list")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualTo(listed);
    assertThat(onServer("audit", "list", "--json")).isZero();
    String json = out.toString();
    assertThat(onHome("audit", "list", "--json")).isZero();
    assertThat(out.toString()).isEqualTo(json);
    JsonNode key = JsonMapper.shared().readTree(json).path(1);
    assertThat(key.at("/arguments/role").asString()).isEqualTo("VIEWER");
    assertThat(key.at("/after/role").asString()).isEqualTo("VIEWER");
    assertThat(key.path("address").asString()).isEqualTo("127.0.0.1");
  }

  @Test
  void rows_are_selected_by_actor_action_target_time_and_outcome() {
    change();
    for (boolean there : List.of(true, false)) {
      for (List<String> options :
          List.of(
              List.of("--action", "setLimit"),
              List.of("--actor", "administrator", "--limit", "1"), // And a line about more.
              List.of("--target", "tag db"))) {
        List<String> all = new ArrayList<>(List.of("audit", "list"));
        all.addAll(options);
        String[] args = all.toArray(String[]::new);
        assertThat(there ? onServer(args) : onHome(args)).as("%s", err).isZero();
        assertThat(out.toString().lines()).as("%s", options).hasSize(2);
      }
      String[] refused = {"audit", "list", "--refused", "--since", "1h"};
      assertThat(there ? onServer(refused) : onHome(refused)).as("%s", err).isZero();
      assertThat(out.toString().lines()).hasSize(1);
      String[] nobody = {"audit", "list", "--actor", "nobody"};
      assertThat(there ? onServer(nobody) : onHome(nobody)).isZero();
      assertThat(out.toString()).isEqualToIgnoringNewLines("No rows.");
    }
    assertThat(onHome("audit", "list", "--limit", "0")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void rows_beyond_the_limit_are_told_and_rows_of_a_project_are_selected() {
    assertThat(onServer("projects", "add", "acme")).as("%s", err).isZero();
    assertThat(onServer("variables", "set", "CHANNEL", "general", "--project", "acme")).isZero();
    assertThat(onServer("variables", "set", "CHANNEL", "general")).isZero();
    for (boolean there : List.of(true, false)) {
      String[] some = {"audit", "list", "--limit", "1"};
      assertThat(there ? onServer(some) : onHome(some)).as("%s", err).isZero();
      assertThat(out.toString().lines()).hasSize(2).last().isEqualTo("… and more; see --limit");
      String[] all = {"audit", "list", "--limit", "3"};
      assertThat(there ? onServer(all) : onHome(all)).as("%s", err).isZero();
      assertThat(out.toString().lines()).hasSize(3);
      String[] project = {"audit", "list", "--project", "acme"};
      assertThat(there ? onServer(project) : onHome(project)).as("%s", err).isZero();
      assertThat(out.toString().lines()).singleElement().asString().contains("setVariable");
    }
  }

  @Test
  void a_whole_log_is_verified_and_its_head_can_be_noted() {
    change();
    assertThat(onServer("audit", "verify")).as("%s", err).isZero();
    String verified = out.toString();
    assertThat(verified).matches("The audit log is whole: 4 rows\\Rhead: 4:[0-9a-f]{64}\\R");
    assertThat(onHome("audit", "verify")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualTo(verified);
    String head = verified.strip().replaceFirst("(?s).*head: ", "");
    assertThat(onServer("limits", "set", "db", "5")).as("%s", err).isZero();
    for (String[] args :
        new String[][] {
          {"audit", "verify", "--head", head}, {"audit", "verify", "--json", "--head", head}
        }) {
      assertThat(onServer(args)).as("%s", err).isZero();
      assertThat(onHome(args)).as("%s", err).isZero();
    }
    assertThat(JsonMapper.shared().readTree(out.toString()).path("whole").asBoolean()).isTrue();
    assertThat(onHome("audit", "verify", "--head", "4")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--head takes the number of a row and its hash");
    assertThat(onServer("audit", "verify", "--head", "4")).isNotZero();
    assertThat(err.toString()).contains("'head' is the number of a row and its hash");
  }

  @Test
  void a_changed_row_and_a_log_that_was_cut_off_are_found() throws Exception {
    change();
    assertThat(onServer("audit", "verify")).isZero();
    String head = out.toString().strip().replaceFirst("(?s).*head: ", "");
    tamper("UPDATE audit SET actor = 'mallory' WHERE sequence = 2");
    for (boolean there : List.of(true, false)) {
      String[] verify = {"audit", "verify"};
      assertThat(there ? onServer(verify) : onHome(verify)).isEqualTo(ExitCode.FAILED);
      assertThat(out.toString())
          .contains(
              "The audit log is not as it was written.",
              "row 2",
              "rows before that, which are whole: 1");
      String[] json = {"audit", "verify", "--json"};
      assertThat(there ? onServer(json) : onHome(json)).isEqualTo(ExitCode.FAILED);
      JsonNode broken = JsonMapper.shared().readTree(out.toString());
      assertThat(broken.path("whole").asBoolean()).isFalse();
      assertThat(broken.at("/broken/sequence").asInt()).isEqualTo(2);
    }
    tamper("DELETE FROM audit");
    tamper("DELETE FROM audit_head");
    assertThat(onHome("audit", "verify")).isZero();
    assertThat(onHome("audit", "verify", "--head", head)).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("row 1 is missing: the head that was noted is row 4");
  }

  @Test
  void the_key_of_anybody_but_an_administrator_does_not_open_the_log() throws Exception {
    assertThat(onServer("keys", "create", "ci", "--role", "author")).isZero();
    Path file = home.resolve("ci.key");
    Files.writeString(file, out.toString());
    for (String command : List.of("list", "verify")) {
      assertThat(execute("audit", command, "--server=" + server.url(), "--key-file=" + file))
          .isNotZero();
      assertThat(err.toString()).contains("needs the role administrator");
    }
  }
}
