package dev.praetor.worker.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.PraetorException;
import dev.praetor.Task;
import dev.praetor.spi.ServedFlows;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ServerHomeTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  private final Flow<String> standup = flow("standup");
  private final Flow<String> reminder = flow("reminder");

  private static Flow<String> flow(String name) {
    return Flow.define(name, f -> Task.of("greet", String.class, () -> "hello").call());
  }

  /** Serves a flow as an application does. */
  void serveUntilTheEnd(URI address, String key) throws InterruptedException {
    // @start region="server"
    ServerHome server = ServerHome.at(address, key).slots(20).grace(Duration.ofSeconds(10));
    try (ServedFlows served = server.serve(standup, reminder)) {
      served.await();
    }
    // @end
  }

  @Test
  void a_server_that_cannot_be_reached_is_named() {
    assertThatThrownBy(() -> serveUntilTheEnd(NOWHERE, "a-key"))
        .isInstanceOf(PraetorException.class)
        .hasMessageContaining(NOWHERE.toString());
  }

  /** Serves flows as an application does whose environment names the server. */
  void serveByTheEnvironment() throws InterruptedException {
    Praetor.serve(standup, reminder).await();
  }

  @Test
  void the_page_shows_lines_of_this_test() throws IOException {
    String page = Files.readString(Path.of("../docs/guide/served-flows.md"));
    String test =
        Files.readString(Path.of("src/test/java/dev/praetor/worker/serve/ServerHomeTest.java"));
    List<String> lines = test.lines().map(String::strip).toList();
    List<String> shown =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(page)
            .results()
            .flatMap(block -> block.group(1).lines())
            .map(String::strip)
            .toList();
    assertThat(shown).isNotEmpty().allSatisfy(line -> assertThat(lines).contains(line));
  }

  @Test
  void settings_that_cannot_be_used_are_refused() {
    ServerHome server = ServerHome.at(NOWHERE, "a-key");
    assertThatThrownBy(() -> server.slots(0)).hasMessageContaining("1 slot");
    assertThatThrownBy(() -> server.grace(Duration.ofSeconds(-1))).hasMessageContaining("negative");
    assertThatThrownBy(server::serve).hasMessageContaining("no flow");
    assertThatThrownBy(() -> server.serve(standup, reminder, flow("standup")))
        .hasMessageContaining("two flows are named 'standup'");
    assertThatThrownBy(() -> ServerHome.at(NOWHERE, " ").serve(standup))
        .hasMessageContaining("key");
    assertThatThrownBy(() -> ServerHome.at(URI.create("nowhere"), "a-key").serve(standup))
        .hasMessageContaining("'nowhere' is not the address of a server");
  }

  @Test
  void variables_that_cannot_be_used_are_named_with_what_to_set() {
    ServerServing serving = new ServerServing();
    assertThatThrownBy(
            () -> serving.serve(List.of(standup), Map.of("PRAETOR_SERVER", NOWHERE.toString())))
        .hasMessageContaining("PRAETOR_API_KEY");
    Map<String, String> wrong = Map.of("PRAETOR_SERVER", "a b", "PRAETOR_API_KEY", "a-key");
    assertThatThrownBy(() -> serving.serve(List.of(standup), wrong))
        .hasMessageContaining("'a b'")
        .hasMessageContaining("http://127.0.0.1:4200");
  }
}
