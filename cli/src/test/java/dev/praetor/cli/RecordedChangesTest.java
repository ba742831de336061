package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.query.PageRequest;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Each command that changes something on a home whose server runs goes through the server, which
 * records it.
 */
class RecordedChangesTest extends CommandsOnServer {
  /** Commands that change nothing in a store. */
  private static final Set<String> READ =
      Set.of(
          "audit list",
          "audit verify",
          "cache list",
          "events list",
          "flow draw",
          "flow show",
          "flows diff",
          "flows list",
          "flows show",
          "flows versions",
          "keys list",
          "limits list",
          "limits show",
          "pools list",
          "profile add",
          "profile list",
          "profile remove",
          "profile use",
          "projects list",
          "query",
          "runs artifacts",
          "runs list",
          "runs logs",
          "runs replay",
          "runs results",
          "runs show",
          "runs why",
          "schedule preview",
          "schedules list",
          "schedules next",
          "schedules preview",
          "schedules show",
          "secrets list",
          "secrets uses",
          "server status",
          "store backup",
          "users list",
          "variables get",
          "variables list",
          "workers list",
          "workers show");

  /** Commands that a server does not do for others: they run code, or are about a whole store. */
  private static final Set<String> OWN =
      Set.of("cache clear", "demo", "run", "runner", "server", "store copy", "worker");

  /** Commands about states in which no run of this test is; other tests cover them. */
  private static final Set<String> ELSEWHERE =
      Set.of("limits release", "runs approve", "runs restart", "runs set-state");

  private final Set<String> done = new TreeSet<>();

  private static CommandLine line(String... words) {
    return Commands.of(new Main(), new CommandFactory(InstantSource.system()), words);
  }

  private static Set<String> commands() {
    Set<String> all = new TreeSet<>();
    for (String name : line().getSubcommands().keySet()) {
      Set<String> inner =
          Objects.requireNonNull(line(name).getSubcommands().get(name)).getSubcommands().keySet();
      inner.forEach(each -> all.add(name + " " + each));
      if (inner.isEmpty() || name.equals("server")) {
        all.add(name);
      }
    }
    return all;
  }

  private List<String> rows() {
    assertThat(
            Main.execute(
                new PrintWriter(out, true),
                new PrintWriter(Writer.nullWriter()),
                "audit",
                "list",
                "--limit=1000",
                "--json",
                "--home=" + home))
        .isZero();
    List<String> rows = new ArrayList<>();
    JsonNode all = JsonMapper.shared().readTree(out.toString());
    out.getBuffer().setLength(0);
    all.forEach(row -> rows.add(row.path("actor").path("name").asString("") + " " + row));
    return rows;
  }

  /** Executes a command on the home, checks that it is recorded, and returns what it prints. */
  private String change(String command, String... arguments) {
    out.getBuffer().setLength(0);
    int before = rows().size();
    List<String> all = new ArrayList<>(List.of(command.split(" ")));
    all.addAll(List.of(arguments));
    all.add("--home=" + home);
    assertThat(execute(all.toArray(String[]::new))).as("%s: %s", command, err).isZero();
    String printed = out.toString();
    out.getBuffer().setLength(0);
    List<String> after = rows();
    assertThat(after).as(command).hasSizeGreaterThan(before);
    assertThat(after.getFirst()).as(command).contains("administrator");
    done.add(command);
    return printed.strip();
  }

  private void changeSettings() throws Exception {
    change("projects add", "acme");
    change("variables set", "CHANNEL", "general");
    change("variables delete", "CHANNEL");
    String value = "--value-file=" + Files.writeString(home.resolve("value"), "hunter2-hunter2");
    change("secrets set", "TOKEN", value);
    change("secrets grant", "TOKEN", "wait");
    change("secrets revoke", "TOKEN", "wait");
    change("secrets rotate");
    change("secrets delete", "TOKEN");
    change("limits set", "db", "2");
    change("limits delete", "db");
    change("pools limit", "batch", "3");
    change("pools pause", "batch", "--why=maintenance");
    change("pools resume", "batch");
    String _ = FarWorker.in(home);
    change("workers drain", "far");
    try (RunStore store = RunStore.open(new StoreLocation.Home(home))) {
      store
          .queries()
          .workers(PageRequest.all())
          .nodes()
          .forEach(each -> store.workers().end(each.id()));
    }
    change("workers delete", "far");
    change("keys create", "ci", "--role=viewer");
    change("keys revoke", "ci");
    change("users add", "ann", "--role=viewer");
    change("users link", "ann");
    change("users role", "ann", "operator");
    change("users disable", "ann");
    change("users enable", "ann");
  }

  private void changeFlows() throws Exception {
    String source =
        """
        import dev.praetor.Flow;
        class Wait {
          static Flow<Integer> flow() {
            return Flow.define("wait", f -> dev.praetor.Praetor.value(1));
          }
        }
        """;
    change("register", Files.writeString(home.resolve("Wait.java"), source).toString());
    change("flows set", "wait", "--pool=batch");
    change("flows archive", "wait");
    change("flows unarchive", "wait");
    change("schedules add", "wait", "--cron=0 8 * * *", "--in=UTC");
    String schedule = "wait-added-1";
    out.getBuffer().setLength(0);
    assertThat(execute("schedules", "list", "--json", "--home=" + home)).isZero();
    schedule = JsonMapper.shared().readTree(out.toString()).path(0).path("id").asString(schedule);
    change("schedules pause", schedule, "--why=holiday");
    change("schedules resume", schedule);
    change("schedules update", schedule, "--cron=0 9 * * *");
    Instant next = Instant.now().plus(Duration.ofDays(1));
    String at = next.toString().substring(0, 10) + "T09:00:00Z";
    change("schedules skip", schedule, at, "--why=holiday");
    change("schedules unskip", schedule, at);
    change("schedules run-now", schedule);
    change("schedules delete", schedule);
  }

  private void changeRuns() {
    String run = change("flows run", "wait");
    change("runs pin", run);
    change("runs unpin", run);
    change("runs pause", run);
    change("runs resume", run);
    change("runs cancel", run);
    change("runs delete", run, "--yes");
    String old = change("flows run", "wait");
    change("runs cancel", old);
    change("runs prune", "--keep=0");
  }

  @Test
  void every_command_that_changes_something_is_recorded() throws Exception {
    changeSettings();
    changeFlows();
    changeRuns();
    Set<String> known = new TreeSet<>(done);
    known.addAll(READ);
    known.addAll(OWN);
    known.addAll(ELSEWHERE);
    assertThat(known).containsExactlyInAnyOrderElementsOf(commands());
  }
}
