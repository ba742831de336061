package dev.praetor.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Sends requests with a key to one server, and reads its answers. Thread-safe. */
final class Connection implements AutoCloseable {
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  /** The time in which a server has to answer at another address, to learn which one is right. */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;
  private final URI address;
  private final Supplier<String> key;
  private final ClientOptions options;
  private final HttpClient http;

  /**
   * Creates a connection; nothing is sent yet.
   *
   * @param address the address of the server, such as {@code http://127.0.0.1:4200}
   * @param key the key; empty for requests that need none
   * @throws ServerRefused if the address or the key is malformed, or the file with certificates of
   *     authorities cannot be used
   */
  Connection(URI address, String key, ClientOptions options) {
    this(address, () -> key, options);
  }

  /**
   * Creates a connection with a key that may be another one at the next request.
   *
   * @param key returns the key of a request; see the other constructor
   */
  Connection(URI address, Supplier<String> key, ClientOptions options) {
    boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!isHttp || address.getHost() == null) {
      throw malformed(
          "a server is named by a URL such as http://127.0.0.1:4200, not '" + address + "'");
    }
    String _ = checked(key.get());
    this.address = URI.create(address.toString().replaceAll("/+$", ""));
    this.key = key;
    this.options = options;
    this.http =
        options
            .authorities()
            .trustedBy(HttpClient.newBuilder())
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(options.connectTimeout())
            .build();
  }

  private static String checked(String key) {
    if (!key.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw malformed("the key contains characters that no key has");
    }
    return key;
  }

  private static ServerRefused malformed(String why) {
    return new ServerRefused("BAD_REQUEST", "the address of a server", why, List.of());
  }

  /** Returns the address of the server. */
  public URI address() {
    return address;
  }

  /**
   * A request.
   *
   * @param path the path, with what may follow it
   * @param body the body
   * @param repeatable true if the request may be sent again, as a read may
   */
  public record Request(String method, String path, BodyPublisher body, boolean repeatable) {
    /** Returns a read. */
    public static Request get(String path) {
      return new Request("GET", path, BodyPublishers.noBody(), true);
    }

    /** Returns a request with JSON as its body. */
    public static Request post(String path, JsonNode body, boolean repeatable) {
      BodyPublisher bytes = BodyPublishers.ofByteArray(ClientJson.MAPPER.writeValueAsBytes(body));
      return new Request("POST", path, bytes, repeatable);
    }
  }

  /**
   * Sends a request and returns the body of its answer, which the caller closes.
   *
   * @throws ServerRefused if the server answers with an error
   * @throws ServerUnreachable if there is no answer
   */
  public InputStream stream(Request request) {
    HttpResponse<InputStream> answer = answer(request, Connection::arriving);
    if (answer.statusCode() == OK) {
      return new ImpatientStream(answer.body(), LONGEST_SILENCE);
    }
    throw Errors.of(address, answer.statusCode(), read(answer.body()));
  }

  /** Returns a body that is read while it arrives, or whole if it is that of an error. */
  private static BodySubscriber<InputStream> arriving(HttpResponse.ResponseInfo answer) {
    return answer.statusCode() == OK
        ? BodySubscribers.ofInputStream()
        : BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
  }

  /** Sends a request and returns the body of its answer; see {@link #stream}. */
  public String text(Request request) {
    HttpResponse<byte[]> answer = answer(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() == OK) {
      return text(answer);
    }
    throw Errors.of(address, answer.statusCode(), text(answer));
  }

  /** Sends a request and returns the JSON of its answer; see {@link #stream}. */
  public JsonNode json(Request request) {
    return Errors.read(address, text(request));
  }

  /**
   * Sends a request and returns the JSON of its answer, also where its status says that the server
   * is not ready.
   */
  public JsonNode health(Request request) {
    HttpResponse<byte[]> answer = once(request, BodyHandlers.ofByteArray());
    String body = text(answer);
    if (answer.statusCode() == OK || answer.statusCode() == UNAVAILABLE) {
      return Errors.read(address, body);
    }
    throw Errors.of(address, answer.statusCode(), body);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private String read(InputStream body) {
    try (body) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ServerUnreachable(
          address, "the server at " + address + " broke its answer off", "try again", e);
    }
  }

  /** Sends a request, and sends it again if that is permitted and may help. */
  private <T> HttpResponse<T> answer(Request request, BodyHandler<T> body) {
    int most = request.repeatable() ? options.attempts() : 1;
    for (int attempt = 1; ; attempt++) {
      try {
        HttpResponse<T> answer = once(request, body);
        boolean isBusy = answer.statusCode() == UNAVAILABLE || answer.statusCode() == TOO_MANY;
        if (!isBusy || attempt >= most) {
          return answer;
        }
      } catch (ServerUnreachable e) {
        if (attempt >= most || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
      pause(options.delay().multipliedBy(1L << Math.min(attempt - 1, 10)));
    }
  }

  /** Waits for up to a time, so that many clients do not come back at once. */
  private void pause(Duration about) {
    long nanos = about.toNanos();
    long some = nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
    try {
      boolean _ = new CountDownLatch(1).await(some, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private <T> HttpResponse<T> once(Request request, BodyHandler<T> body) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(address + request.path()))
            .timeout(options.requestTimeout())
            .header("Content-Type", "application/json")
            .method(request.method(), request.body());
    String sent = checked(key.get());
    if (!sent.isEmpty()) {
      builder.header("Authorization", "Bearer " + sent);
    }
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(builder.build(), body);
    try {
      // The limit of the request ends with the head of the answer; this one, with its body.
      return answer.get(options.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted(e);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true);
      throw Unanswered.of(address, e, this::isAnswering);
    }
  }

  /** Returns whether a server answers at an address, or shows a certificate there. */
  private boolean isAnswering(URI other) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(other + "/health/live")).timeout(LONGEST_LOOK).build();
    CompletableFuture<HttpResponse<Void>> answer =
        http.sendAsync(request, BodyHandlers.discarding()); // Without the key.
    try {
      return answer.get(LONGEST_LOOK.toNanos(), TimeUnit.NANOSECONDS).statusCode() > 0;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      return Unanswered.cause(e, CertificateException.class).isPresent();
    } catch (TimeoutException e) {
      return false;
    } finally {
      answer.cancel(true);
    }
  }

  private ServerUnreachable interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ServerUnreachable(
        address, "the thread was interrupted while it waited for " + address, "", e);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
