package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands about secrets say the same of a home and of a server. */
@ParameterizedClass
@EnumSource
class SecretPlacesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Place kind;
  @TempDir private Path folder;
  private Place.@Nullable Opened place;

  SecretPlacesTest(Place kind) {
    this.kind = kind;
  }

  @AfterEach
  void close() {
    if (place != null) {
      place.close();
    }
  }

  private int praetor(String... args) {
    Place.Opened opened = place == null ? kind.open(folder.resolve("home")) : place;
    place = opened;
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), opened.command(args));
  }

  private void set(String name, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("value"), "hush-hush");
    String[] all = new String[options.length + 4];
    all[0] = "secrets";
    all[1] = "set";
    all[2] = name;
    all[3] = "--value-file=" + file;
    System.arraycopy(options, 0, all, 4, options.length);
    assertThat(praetor(all)).as("%s", err).isZero();
    assertThat(out.toString()).contains("secret " + name).doesNotContain("hush");
  }

  private JsonNode list() {
    assertThat(praetor("secrets", "list", "--json")).as("%s", err).isZero();
    assertThat(out.toString()).doesNotContain("hush");
    return JsonMapper.shared().readTree(out.toString());
  }

  @Test
  void a_secret_is_set_granted_listed_and_deleted() throws Exception {
    assertThat(praetor("secrets", "list")).isZero();
    assertThat(out.toString()).startsWith("No secrets. Store one with praetor secrets set NAME");
    assertThat(praetor("projects", "add", "staging")).as("%s", err).isZero();
    for (String kind : List.of("secrets", "variables")) {
      assertThat(praetor(kind, "list", "--project=staging")).as("%s", err).isZero();
      assertThat(out.toString()).containsPattern("with praetor " + kind + " .* --project staging");
    }
    set("ONE", "--grant=report", "--grant=other");
    assertThat(out.toString()).isEqualToIgnoringNewLines("secret ONE is stored");
    set("ONE");
    assertThat(out.toString()).isEqualToIgnoringNewLines("secret ONE is replaced");
    set("TWO", "--all-flows");
    set("THREE", "--project=staging", "--grant=staging/orders");
    assertThat(praetor("secrets", "list", "--project=staging")).as("%s", err).isZero();
    assertThat(out.toString()).contains("granted to orders");
    assertThat(praetor("secrets", "grant", "THREE", "orders", "--project=staging")).isZero();
    assertThat(praetor("secrets", "revoke", "THREE", "staging/orders", "--project=staging"))
        .as("%s", err)
        .isZero();
    JsonNode all = list();
    assertThat(all.size()).isEqualTo(2);
    JsonNode one = all.path(0);
    assertThat(one.propertyNames())
        .containsExactly("name", "set", "setBy", "version", "created", "grants", "lastUse");
    assertThat(one.path("version").asInt()).isEqualTo(2);
    assertThat(one.path("setBy").asString()).isNotEmpty();
    assertThat(one.path("lastUse").isNull()).isTrue();
    assertThat(one.path("grants").valueStream().map(each -> each.path("flow").asString()))
        .containsExactly("other", "report");
    assertThat(all.at("/1/grants/0/flow").isNull()).isTrue();
    assertThat(praetor("secrets", "grant", "TWO", "report")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("secret TWO is granted to flow 'report'");
    assertThat(praetor("secrets", "revoke", "TWO", "--all-flows")).as("%s", err).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines("secret TWO is not granted to all flows any more");
    assertThat(praetor("secrets", "list")).isZero();
    assertThat(out.toString())
        .matches(
            "(?s)ONE  set .* by .*, version 2, granted to other, report, not read on a server\\R"
                + "TWO  set .* by .*, version 1, granted to report, not read on a server\\R");
    assertThat(praetor("secrets", "uses", "ONE")).isZero();
    assertThat(out.toString()).startsWith("No run on a server has read it");
    assertThat(praetor("secrets", "delete", "ONE")).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("secret ONE is deleted");
    assertThat(list().size()).isEqualTo(1);
  }

  @Test
  void a_grant_to_a_flow_that_is_not_registered_is_made_and_told_with_a_similar_name()
      throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("Orders.java"),
            """
            import dev.praetor.Flow;
            import dev.praetor.Task;
            class Orders {
              static Flow<String> orders() {
                return Flow.define("orders", f -> Task.of("say", String.class, () -> "x").call());
              }
            }
            """);
    assertThat(praetor("register", source.toString())).as("%s", err).isZero();
    set("BILL_TOKEN", "--grant=orders");
    assertThat(err.toString()).isEmpty();
    String note = "note: no flow 'ordres' is registered in project 'default'; is it 'orders'?";
    assertThat(praetor("secrets", "grant", "BILL_TOKEN", "ordres")).as("%s", err).isZero();
    assertThat(out.toString()).contains("secret BILL_TOKEN is granted to flow 'ordres'");
    assertThat(err.toString()).isEqualToIgnoringNewLines(note);
    set("OTHER", "--grant=ordres");
    assertThat(err.toString()).isEqualToIgnoringNewLines(note);
    assertThat(praetor("secrets", "grant", "BILL_TOKEN", "orders")).isZero();
    assertThat(praetor("secrets", "grant", "BILL_TOKEN", "--all-flows")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void keys_are_renewed() throws Exception {
    set("ONE");
    set("TWO");
    assertThat(praetor("secrets", "rotate", "--json")).as("%s", err).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).toString())
        .isEqualTo("{\"secrets\":2,\"keys\":0,\"damaged\":[]}");
    assertThat(praetor("secrets", "rotate")).as("%s", err).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines("2 secrets and 0 keys of project 'default' are encrypted again");
    assertThat(praetor("secrets", "rotate", "--master")).as("%s", err).isZero();
    assertThat(out.toString())
        .startsWith("0 secrets and 1 key of all projects are encrypted again");
    assertThat(Files.readAllLines(folder.resolve("home/secrets.key"))).hasSize(2);
  }

  @Test
  void mistakes_are_explained_and_change_nothing() throws Exception {
    set("ONE");
    assertThat(praetor("secrets", "delete", "NONE")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no stored secret 'NONE'");
    assertThat(praetor("secrets", "grant", "NONE", "report")).isNotZero();
    assertThat(err.toString()).contains("there is no secret 'NONE'");
    assertThat(praetor("secrets", "revoke", "ONE", "report")).isNotZero();
    assertThat(err.toString()).contains("secret 'ONE' is not granted to flow 'report'");
    assertThat(praetor("secrets", "grant", "ONE")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("name one flow, or give --all-flows");
    assertThat(praetor("secrets", "grant", "ONE", "report", "--all-flows"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(praetor("secrets", "uses", "ONE", "--limit=0")).isEqualTo(ExitCode.USAGE);
    Path file = Files.writeString(folder.resolve("large"), "x".repeat(70_000));
    assertThat(praetor("secrets", "set", "ONE", "--value-file=" + file)).isNotZero();
    assertThat(err.toString()).contains("has more than 65,536 bytes");
    assertThat(praetor("secrets", "set", "ONE", "--grant= ", "--value-file=" + file)).isNotZero();
    assertThat(err.toString()).contains("the name of a flow has 1 to 250 characters");
    assertThat(praetor("secrets", "set", "ONE", "--grant=staging/report", "--value-file=" + file))
        .isNotZero();
    assertThat(err.toString()).contains("'staging/report' names the project 'staging'");
    assertThat(list().at("/0/version").asInt()).isEqualTo(1);
    assertThat(list().at("/0/grants").size()).isZero();
  }
}
