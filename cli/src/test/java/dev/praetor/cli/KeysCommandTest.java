package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys from the shell. */
class KeysCommandTest extends CommandsOnServer {
  @Test
  void a_key_is_printed_alone_so_that_it_fits_into_a_file() throws Exception {
    assertThat(onServer("keys", "create", "ci", "--role", "viewer")).as("%s", err).isZero();
    assertThat(err.toString()).contains("This is the key 'ci' with the role viewer");
    Path file = home.resolve("ci.key");
    Files.writeString(file, out.toString());
    assertThat(
            execute(
                "query",
                "{ server { version } }",
                "--server=" + server.url(),
                "--key-file=" + file))
        .as("%s", err)
        .isZero();
    assertThat(
            execute(
                "query",
                "mutation { createRun(flow: \"x\") { id } }",
                "--server=" + server.url(),
                "--key-file=" + file))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("createRun needs the role operator", "(FORBIDDEN)");
  }

  @Test
  void keys_are_listed_without_their_text_and_revoked_by_name() {
    assertThat(onServer("keys", "list")).isZero();
    assertThat(out.toString()).startsWith("No keys. Make one with praetor keys create");
    assertThat(onServer("keys", "create", "ci", "--role", "author", "--expires", "90d", "--json"))
        .as("%s", err)
        .isZero();
    JsonNode made = JsonMapper.shared().readTree(out.toString());
    String secret = made.path("secret").asString();
    assertThat(secret).startsWith("praetor_");
    assertThat(onServer("keys", "list")).isZero();
    assertThat(out.toString())
        .matches("(?s)ci  author +active until .*, made .* by administrator, never used\\R")
        .doesNotContain(secret);
    assertThat(onServer("keys", "revoke", "ci")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("key ci is revoked");
    assertThat(onServer("keys", "list")).isZero();
    assertThat(out.toString()).startsWith("No keys.");
    assertThat(onServer("keys", "list", "--all", "--json")).isZero();
    JsonNode all = JsonMapper.shared().readTree(out.toString());
    assertThat(all.path(0).path("state").asString()).isEqualTo("REVOKED");
    assertThat(all.toString()).doesNotContain(secret);
  }

  @Test
  void a_key_of_a_worker_is_limited_to_pools() {
    assertThat(
            onServer(
                "keys",
                "create",
                "far",
                "--role=worker",
                "--pool=reports",
                "--pool=night",
                "--json"))
        .as("%s", err)
        .isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).path("pools").toString())
        .isEqualTo("[\"reports\",\"night\"]");
    assertThat(onServer("keys", "create", "one", "--role=worker", "--pool=reports")).isZero();
    assertThat(err.toString())
        .contains("This is the key 'one' with the role worker for the pool reports;");
    assertThat(onServer("keys", "list")).isZero();
    assertThat(out.toString())
        .contains("one  worker         pool reports, active, made ")
        .contains("far  worker         pools reports and night, active, made ");
    assertThat(onServer("keys", "create", "ci", "--role=author", "--pool=reports"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("pools limit a key with the role worker, and 'ci' is to have the role author");
    assertThat(onServer("keys", "create", "ci", "--role=worker", "--pool=a b"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("the name of a pool has 1 to 100 letters", "'a b'");
  }

  @Test
  void mistakes_are_explained() {
    assertThat(onServer("keys", "create", "ci")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--role");
    assertThat(onServer("keys", "create", "ci", "--role", "viewer", "--user", "bo"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("--user goes with none of --role, --project", "praetor users role bo ROLE");
    assertThat(onServer("keys", "create", "ci", "--user", "bo", "--project", "acme"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(onServer("keys", "create", "ci", "--user", "nobody")).isNotZero();
    assertThat(err.toString()).contains("there is no user 'nobody'");
    assertThat(onServer("keys", "create", "ci", "--role", "king")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("king");
    assertThat(onServer("keys", "create", "ci", "--role", "viewer", "--expires", "soon"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--expires takes");
    assertThat(onServer("keys", "revoke", "nobody")).isNotZero();
    assertThat(err.toString()).contains("there is no key 'nobody' that is not revoked");
  }
}
