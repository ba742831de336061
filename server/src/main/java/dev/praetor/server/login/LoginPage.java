package dev.praetor.server.login;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Routes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** Answers the requests for the page where people log in and set passwords, and its files. */
public final class LoginPage {
  private static final String FOLDER = "/dev/praetor/server/login/";

  /** The rules of the browser for the page: everything comes from this server. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "page.js", "text/javascript; charset=utf-8",
          "page.css", "text/css; charset=utf-8");

  /** The answer where a browser begins. */
  private static final Answer LEADS_HERE =
      new Answer(
          302,
          "text/plain; charset=utf-8",
          new Answer.Body.Bytes(
              "A Praetor server: /login is the log-in, /graphiql asks questions.\n"
                  .getBytes(StandardCharsets.UTF_8)),
          Map.of("Location", "/login"));

  private LoginPage() {}

  /** Adds the requests. */
  public static Routes.Builder addTo(Routes.Builder routes) {
    return routes
        .addOpen("GET", "/", _ -> LEADS_HERE)
        .addOpen("GET", "/login", _ -> file("page.html", "text/html; charset=utf-8"))
        .addOpen(
            "GET",
            "/login/{file}",
            call -> {
              String type = TYPES.get(call.variable("file"));
              if (type == null) {
                throw new RequestRefused(ApiCode.NOT_FOUND, "the log-in has no such file");
              }
              return file(call.variable("file"), type);
            });
  }

  private static Answer file(String name, String contentType) {
    try (InputStream in =
        Objects.requireNonNull(LoginPage.class.getResourceAsStream(FOLDER + name), name)) {
      return new Answer(
          200,
          contentType,
          new Answer.Body.Bytes(in.readAllBytes()),
          Map.of("Content-Security-Policy", POLICY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
