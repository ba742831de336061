package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log, the results and the document of a run, as files. */
class RunFilesTest {
  @TempDir private Path folder;
  private PraetorEngine engine;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    engine = Praetor.open(Home.of(folder));
    server = TestServer.at(folder);
  }

  @AfterEach
  void stop() {
    server.close();
    engine.close();
  }

  private HttpResponse<String> get(RunId run, String file) {
    return server.get("/api/runs/" + run + "/" + file);
  }

  private void checkRefused(RunId run, String file, int status) {
    HttpResponse<String> refused = get(run, file);
    assertThat(refused.statusCode()).as(file).isEqualTo(status);
    assertThat(TestServer.json(refused).path("error").path("message").asString()).isNotBlank();
  }

  @Test
  void a_log_is_sent_as_text_or_as_objects_and_filtered() {
    RunId run = engine.run(SomeFlows.greeting()).id();
    await().until(() -> get(run, "logs").body().contains("greeting World"));
    HttpResponse<String> text = get(run, "logs");
    assertThat(text.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(text.body().lines()).anyMatch(line -> line.endsWith("INFO  greet#1 greeting World"));
    JsonNode line =
        JsonMapper.shared()
            .readTree(get(run, "logs?format=jsonl&node=greet&level=info&q=GREETING%20W").body());
    assertThat(line.path("text").asString()).isEqualTo("greeting World");
    assertThat(line.path("node").asString()).isEqualTo("greet");
    for (String none :
        new String[] {"level=error", "node=other", "node=greet%5B3%5D", "q=nothing"}) {
      assertThat(get(run, "logs?" + none).body()).as(none).isEmpty();
    }
    for (String wrong :
        new String[] {"level=loud", "format=xml", "nod=greet", "q=a&q=b", "node=%5B"}) {
      checkRefused(run, "logs?" + wrong, 400);
    }
  }

  @Test
  void a_result_is_sent_as_it_was_kept() {
    RunId run = engine.start(SomeFlows.halves()).id();
    await().until(() -> engine.find(run).orElseThrow().state().isFinished());
    assertThat(get(run, "results/half/1").body()).isEqualTo("1");
    assertThat(get(run, "results/half%5B1%5D").body()).isEqualTo("1");
    checkRefused(run, "results/half/0", 404);
    checkRefused(run, "results/half/99", 404);
    checkRefused(run, "results/nothing", 404);
    checkRefused(run, "results/half/x", 400);
    checkRefused(run, "results/half%5B", 400);
    checkRefused(run, "results/half?a=b", 400);
  }

  @Test
  void a_document_is_that_of_the_command_line() {
    RunId run = engine.run(SomeFlows.greeting()).id();
    HttpResponse<String> response = get(run, "document");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode document = TestServer.json(response);
    assertThat(document.path("id").asString()).isEqualTo(run.toString());
    assertThat(document.path("state").asString()).isEqualTo("Success");
    assertThat(server.get("/api/runs/" + run.toString().substring(0, 13) + "/document").body())
        .isEqualTo(response.body());
  }

  @Test
  void files_of_runs_that_do_not_exist_are_not_found() {
    for (String file : new String[] {"logs", "document", "results/x", "results/x/1"}) {
      assertThat(server.get("/api/runs/ffffffff/" + file).statusCode()).isEqualTo(404);
      assertThat(server.get("/api/runs/x/" + file).statusCode()).isEqualTo(400);
    }
    assertThat(server.get("/api/runs//logs").statusCode()).isEqualTo(404);
    assertThat(server.post("/api/runs/ffffffff/logs", "").statusCode()).isEqualTo(405);
  }
}
