package dev.praetor.server.http;

import dev.praetor.server.access.Caller;
import dev.praetor.server.access.Callers;
import dev.praetor.server.access.Permissions;
import dev.praetor.server.audit.Audit;
import dev.praetor.server.audit.Sender;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.ErrorTranslation;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.access.Role;
import dev.praetor.store.audit.row.Actor;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The entrance of every request: checks who sends it, reads its body, finds its endpoint, and sends
 * the answer, or the error in the form of all errors. Thread-safe.
 */
final class FrontDoor implements Handler {
  private static final HeaderName LAST_EVENT = HeaderNames.create("Last-Event-ID");

  /** The methods that are named in metrics; whatever else a caller invents is not. */
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH");

  private final Routes routes;
  private final Admission rules;
  private final boolean secure;
  private final BodyReader bodies;
  private final RequestsInProgress inProgress;
  private final RequestObserver observer;
  private final Audit audit;

  FrontDoor(
      Routes routes,
      Listener listener,
      Callers callers,
      HttpLimits limits,
      RequestsInProgress inProgress,
      RequestObserver observer,
      Audit audit) {
    this.routes = routes;
    this.rules = Admission.of(listener, callers);
    this.secure = listener.isSecure();
    this.bodies = new BodyReader(limits);
    this.inProgress = inProgress;
    this.observer = observer;
    this.audit = audit;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    long began = System.nanoTime();
    String method = request.prologue().method().text();
    String path = request.prologue().uriPath().rawPath();
    Routes.Found found = routes.at(path);
    boolean counted = inProgress.begin(request.socketId());
    Decision decision = counted ? decision(found, method, request) : Decision.CLOSING;
    AtomicInteger status = new AtomicInteger();
    try {
      sender(decision.caller(), request)
          .run(() ->
              decision
                  .caller()
                  .run(() -> {
                    Answer answer =
                        decision.refusal().orElseGet(() -> answer(found, method, path, request));
                    status.set(answer.status());
                    send(answer, request, response);
                    closeIfUnread(answer, request);
                  }));
    } finally {
      if (counted) {
        inProgress.end(request.socketId());
      }
      observer.answered(
          METHODS.contains(method) ? method : "other",
          found.path(),
          status.get(),
          Duration.ofNanos(System.nanoTime() - began));
    }
  }

  /**
   * The sender of a request, and why it is not answered.
   *
   * @param refusal the answer to a request that may not be sent
   */
  private record Decision(Caller caller, Optional<Answer> refusal) {
    static final Decision CLOSING = refused(closing());

    static Decision refused(Answer refusal) {
      return new Decision(Caller.NOBODY, Optional.of(refusal));
    }
  }

  private Decision decision(Routes.Found found, String method, ServerRequest request) {
    Optional<Routes.Route> route = found.route(method);
    Caller caller = Caller.NOBODY;
    try {
      Caller known = rules.sender(route, request).asking(route.map(Admission::asked).orElse(""));
      caller = known;
      rules.permit(known, route, found.decoded());
      return new Decision(known, Optional.empty());
    } catch (RuntimeException e) {
      ApiError error = ErrorTranslation.of(e);
      if (error.code() == ApiCode.UNAUTHENTICATED || error.code() == ApiCode.FORBIDDEN) {
        String action = route.map(Routes.Route::name).orElse("an unknown path");
        Actor actor =
            e instanceof RequestRefused refused
                ? refused.sender().orElseGet(caller::actor)
                : caller.actor();
        audit.refused(Sender.of(actor, rules.address(request)), action, error);
      }
      return Decision.refused(Answer.error(error));
    }
  }

  private Sender sender(Caller caller, ServerRequest request) {
    return Sender.of(caller.actor(), rules.address(request));
  }

  private Answer answer(Routes.Found found, String method, String path, ServerRequest request) {
    try {
      return answered(found, method, path, request);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return closing();
    } catch (Throwable thrown) {
      ApiError error = ErrorTranslation.of(thrown);
      found
          .route(method)
          .filter(route -> isForbidden(route, error))
          .ifPresent(route -> audit.refused(Sender.current(), route.name(), error));
      return Answer.error(error);
    }
  }

  /** Returns whether a worker or runner is refused what the request says in its body. */
  private static boolean isForbidden(Routes.Route route, ApiError error) {
    return error.code() == ApiCode.FORBIDDEN
        && !route.open()
        && Permissions.needed(route.name()) == Role.WORKER;
  }

  private Answer answered(Routes.Found found, String method, String path, ServerRequest request)
      throws InterruptedException {
    Optional<Routes.Route> route = found.route(method);
    if (route.isEmpty()) {
      return notAnswered(found, method, path);
    }
    Map<String, String> variables = found.decoded();
    Map<String, String> options = Address.options(request.prologue().query().rawValue());
    byte[] body = body(request, route.get().largestBody());
    Optional<String> lastEvent = request.headers().first(LAST_EVENT);
    return route
        .get()
        .endpoint()
        .answer(
            new Call(method, path, variables, options, lastEvent, rules.address(request), body));
  }

  private static Answer notAnswered(Routes.Found found, String method, String path) {
    Map<String, Routes.Route> there = found.routes();
    if (there.isEmpty()) {
      return Answer.error(ApiError.of(ApiCode.NOT_FOUND, "there is nothing at " + shortened(path)));
    }
    String allowed = String.join(", ", there.keySet());
    return Answer.error(
            ApiError.of(
                    ApiCode.BAD_REQUEST,
                    "%s takes %s, not %s".formatted(path, allowed, shortened(method)))
                .withStatus(405))
        .withHeader("Allow", allowed);
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }

  private byte[] body(ServerRequest request, int largest) throws InterruptedException {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    long announced = request.headers().contentLength().orElse(0);
    int most = Math.max(largest, bodies.limits().body());
    if (announced > most) {
      throw BodyReader.tooLarge(most);
    }
    return bodies.read(request.content().inputStream(), most);
  }

  private static Answer closing() {
    return Answer.error(ApiError.of(ApiCode.UNAVAILABLE, "the server is closing; try again"));
  }

  private void send(Answer answer, ServerRequest request, ServerResponse response) {
    response.status(Status.create(answer.status()));
    response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    String host = request.headers().first(HeaderNames.HOST).orElse("");
    SecurityHeaders.of(secure, host).forEach((name, value) -> response.header(name, value));
    if (answer.status() == 401) {
      response.header(HeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    if (hasUnread(request)) {
      // Otherwise the rest of the body would be read, however long it is.
      response.header(HeaderNames.CONNECTION, "close");
    }
    answer.headers().forEach((name, value) -> response.header(name, value));
    switch (answer.body()) {
      case Answer.Body.Bytes known -> response.send(known.bytes());
      case Answer.Body.Stream stream -> stream(stream.writer(), response);
      case Answer.Body.Binary binary -> stream(binary.writer(), response);
    }
  }

  private static void stream(Answer.Writer writer, ServerResponse response) {
    try (PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(response.outputStream(), StandardCharsets.UTF_8), false)) {
      writer.write(out);
      if (out.checkError()) {
        throw new CloseConnectionException("the client has hung up");
      }
    } catch (IOException e) {
      throw new CloseConnectionException("the answer cannot be sent", e);
    }
  }

  private static void stream(Answer.BytesWriter writer, ServerResponse response) {
    try (OutputStream out = response.outputStream()) {
      writer.write(out);
    } catch (IOException e) {
      throw new CloseConnectionException("the answer cannot be sent", e);
    }
  }

  private static boolean hasUnread(ServerRequest request) {
    return request.content().hasEntity() && !request.content().consumed();
  }

  /**
   * Closes a connection on which a body comes that nobody wants, after reading what is left of it;
   * nothing is read if the client waits to be told that it may send.
   */
  private void closeIfUnread(Answer answer, ServerRequest request) {
    if (!hasUnread(request)) {
      return;
    }
    if (answer.status() != 408 && !request.headers().contains(HeaderNames.EXPECT)) {
      try {
        bodies.discard(request.content());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    throw new CloseConnectionException("the body of the request was refused");
  }
}
