package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.error.ApiCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends requests as they are, and checks what every answer has to be: it comes, it is no failure of
 * the server, and it tells nothing about its inside.
 */
record HostileClient(int port) {
  private static final int PATIENCE_MS = 60_000;

  /** Reads the first of several answers. */
  private static final JsonMapper FIRST =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** Words that no answer contains: signs of a failure, of code, of SQL. */
  private static final String[] INSIDE = {
    "INTERNAL",
    "UNAVAILABLE",
    "Exception",
    "\tat ",
    "SELECT ",
    "SQLSTATE",
    "org.postgresql",
    "praetor.db",
    "HTTP/1.1 5"
  };

  /**
   * An answer.
   *
   * @param status the status; 0 if there was no answer
   */
  record Reply(int status, String head, String body) {
    static final Reply NONE = new Reply(0, "", "");

    static Reply of(String received) {
      String all = received.replaceFirst("^HTTP/1.1 100 Continue\r\n\r\n", "");
      int end = all.indexOf("\r\n\r\n");
      return all.isEmpty()
          ? NONE
          : new Reply(
              Integer.parseInt(all.substring(9, 12)),
              end < 0 ? all : all.substring(0, end),
              end < 0 ? "" : all.substring(end + 4));
    }
  }

  Reply send(HostileRequest request) throws IOException {
    Reply reply = Reply.of(request.isLeft() ? beginning(request) : answer(request));
    check(request, reply);
    return reply;
  }

  private static void check(HostileRequest request, Reply reply) {
    if (reply.status() == 0) {
      assertThat(request.mayBeUnanswered()).as("an answer to %s", request).isTrue();
      return;
    }
    assertThat(reply.status())
        .as("%s%nis answered with %s%n%s", request, reply.head(), reply.body())
        .isBetween(200, 499);
    for (String inside : INSIDE) {
      assertThat(reply.body()).as("the answer to %s", request).doesNotContain(inside);
    }
    boolean isHead = request.toString().startsWith("HEAD ");
    if (reply.status() >= 400 && !isHead && !request.isLeft()) {
      JsonNode error = FIRST.readTree(reply.body()).path("error");
      assertThat(error.path("message").asString("")).as("%s", reply).isNotBlank();
      ApiCode _ = ApiCode.valueOf(error.path("code").asString(""));
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  /** Sends a request, ends sending, and returns all that comes until the server hangs up. */
  private String answer(HostileRequest request) throws IOException {
    try (Socket socket = connect()) {
      try {
        for (byte[] part : request.parts()) {
          socket.getOutputStream().write(part);
        }
        socket.shutdownOutput();
      } catch (IOException e) {
        return all(socket.getInputStream()); // The server may hang up before it has read it all.
      }
      return all(socket.getInputStream());
    }
  }

  private static String all(InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] part = new byte[16 << 10];
    try {
      for (int n = in.read(part); n >= 0; n = in.read(part)) {
        all.write(part, 0, n);
      }
    } catch (SocketTimeoutException e) {
      throw new IOException("the connection stays open after: " + all, e);
    } catch (IOException e) {
      return all.toString(StandardCharsets.UTF_8); // The server has hung up.
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private String beginning(HostileRequest request) throws IOException {
    try (Socket socket = connect()) {
      for (byte[] part : request.parts()) {
        socket.getOutputStream().write(part);
      }
      byte[] status = socket.getInputStream().readNBytes(12);
      return new String(Arrays.copyOf(status, status.length), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      throw new IOException("nothing is answered to " + request, e);
    }
  }
}
