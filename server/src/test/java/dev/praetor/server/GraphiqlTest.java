package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of GraphiQL. */
class GraphiqlTest {
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]*)\"");
  @TempDir private Path folder;

  private static HttpResponse<String> get(TestServer server, String path) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.server.url() + path)).GET().build());
  }

  @Test
  void the_page_and_all_its_files_come_from_the_server() throws IOException {
    try (TestServer server = TestServer.at(folder)) {
      HttpResponse<String> page = get(server, "/graphiql");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
          .contains("default-src 'none'", "script-src 'self'");
      List<String> links =
          LINK.matcher(page.body()).results().map((MatchResult each) -> each.group(1)).toList();
      assertThat(links).hasSize(7).allMatch(link -> link.matches("/login|/graphiql/.*"));
      for (String link : links) {
        HttpResponse<String> file = get(server, link);
        assertThat(file.statusCode()).as(link).isEqualTo(200);
        assertThat(file.body()).as(link).isNotBlank();
        assertThat(file.headers().firstValue("Content-Type").orElseThrow())
            .matches("text/(javascript|css|html); charset=utf-8");
      }
      assertThat(get(server, "/graphiql/other.js").statusCode()).isEqualTo(404);
      assertThat(get(server, "/graphiql/..%2Fpage.html").statusCode()).isEqualTo(404);
      assertThat(get(server, "/graphql/schema").statusCode()).isEqualTo(401);
    }
  }
}
