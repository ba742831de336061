package dev.praetor.server.graphiql;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Answers the requests for the page of GraphiQL and its files, which are in the class path. */
public final class GraphiqlPage {
  private static final String LIBRARIES = "/META-INF/resources/webjars/";
  private static final String OWN = "/dev/praetor/server/graphiql/";
  private static final String SCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";

  /** The rules of the browser for the page: everything comes from this server. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self';"
          + " img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final Map<String, File> FILES =
      Map.of(
          "page.js", new File(OWN + "page.js", SCRIPT),
          "page.css", new File(OWN + "page.css", STYLE),
          "graphiql.min.js", new File(LIBRARIES + "graphiql/2.4.7/graphiql.min.js", SCRIPT),
          "graphiql.min.css", new File(LIBRARIES + "graphiql/2.4.7/graphiql.min.css", STYLE),
          "react.production.min.js",
              new File(LIBRARIES + "react/18.2.0/umd/react.production.min.js", SCRIPT),
          "react-dom.production.min.js",
              new File(LIBRARIES + "react-dom/18.2.0/umd/react-dom.production.min.js", SCRIPT));

  private GraphiqlPage() {}

  /** A file in the class path. */
  private record File(String resource, String contentType) {
    Answer answer() {
      try (InputStream in = GraphiqlPage.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IllegalStateException("there is no resource " + resource);
        }
        return new Answer(
            200,
            contentType,
            new Answer.Body.Bytes(in.readAllBytes()),
            Map.of("Content-Security-Policy", POLICY, "Referrer-Policy", "no-referrer"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Adds the requests. */
  public static Routes.Builder addTo(Routes.Builder routes) {
    File page = new File(OWN + "page.html", "text/html; charset=utf-8");
    return routes
        .addOpen("GET", "/graphiql", _ -> page.answer())
        .addOpen(
            "GET",
            "/graphiql/{file}",
            call -> {
              File file = FILES.get(call.variable("file"));
              if (file == null) {
                throw new RequestRefused(ApiCode.NOT_FOUND, "GraphiQL has no such file");
              }
              return file.answer();
            });
  }
}
