package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.praetor.server.error.ServerFailed;
import dev.praetor.server.http.Listener;
import dev.praetor.server.tls.CertificateFiles;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The encryption of the server: its certificate, a new one, and where it listens without one. */
class TlsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  @TempDir private Path folder;

  private CertificateFiles files() {
    return new CertificateFiles(folder.resolve("chain.pem"), folder.resolve("key.pem"));
  }

  private void write(TestCertificate pair) throws IOException {
    Files.writeString(files().certificate(), pair.certificate());
    Files.writeString(files().key(), pair.key());
  }

  private PraetorServer start(Listener listener) {
    Path home = folder.resolve("home");
    return PraetorServer.start(
        TestServer.options(home, new StoreLocation.Home(home)).withListener(listener),
        List.of(),
        InstantSource.system());
  }

  /** Trusts every server, to see the certificate that it shows. */
  private static final class Curious implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {
      throw new UnsupportedOperationException("this is no server");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {
      assertThat(chain).isNotEmpty();
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static SSLSocket connect(PraetorServer server) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Curious()}, new SecureRandom());
    return (SSLSocket) context.getSocketFactory().createSocket("localhost", server.url().getPort());
  }

  /** Returns the name in the certificate that a new connection gets. */
  private static String shown(PraetorServer server) throws Exception {
    try (SSLSocket socket = connect(server)) {
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectX500Principal().getName();
    }
  }

  private static String answer(Socket socket) throws IOException {
    socket.setSoTimeout((int) DEADLINE.toMillis());
    socket
        .getOutputStream()
        .write(
            "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("{\"status\":\"ok\"}")) {
      int next = socket.getInputStream().read();
      assertThat(next).as("%s", answer).isNotNegative();
      answer.append((char) next);
    }
    return answer.substring(0, 12);
  }

  @Test
  void a_new_certificate_is_used_by_new_connections_and_a_broken_pair_is_not() throws Exception {
    TestCertificate first = TestCertificate.of(folder, "first", "EC");
    TestCertificate second = TestCertificate.of(folder, "second", "RSA");
    write(first);
    try (PraetorServer server = start(Listener.of("localhost", 0).withTls(files()));
        SSLSocket before = connect(server)) {
      assertThat(server.url().toString()).startsWith("https://localhost:");
      assertThat(answer(before)).isEqualTo("HTTP/1.1 200");
      assertThat(shown(server)).isEqualTo("CN=first");
      write(second);
      await().atMost(DEADLINE).until(() -> shown(server).equals("CN=second"));
      assertThat(answer(before)).isEqualTo("HTTP/1.1 200");
      write(new TestCertificate(first.certificate(), second.key()));
      Files.writeString(files().key(), first.key() + "\n"); // The pair fits only now.
      await().atMost(DEADLINE).until(() -> shown(server).equals("CN=first"));
    }
  }

  private void checkRefused(String problem, String certificate, String key) throws IOException {
    Files.writeString(files().certificate(), certificate);
    Files.writeString(files().key(), key);
    assertThatExceptionOfType(ServerFailed.class)
        .isThrownBy(() -> start(Listener.of("localhost", 0).withTls(files())))
        .withMessageContaining(problem);
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  void a_pair_that_cannot_be_used_keeps_the_server_from_starting() throws Exception {
    TestCertificate one = TestCertificate.of(folder, "one", "EC");
    TestCertificate other = TestCertificate.of(folder, "other", "EC");
    TestCertificate rsa = TestCertificate.of(folder, "rsa", "RSA");
    checkRefused("has another key than the certificate", one.certificate(), other.key());
    checkRefused("contains no key of the kind EC", one.certificate(), rsa.key());
    checkRefused("contains no certificate", one.key(), one.key());
    checkRefused("contains no private key", one.certificate(), one.certificate());
    checkRefused(
        "contains a key as 'RSA PRIVATE KEY', which is not read",
        rsa.certificate(),
        rsa.key().replace("PRIVATE KEY", "RSA PRIVATE KEY"));
    checkRefused(
        "damaged",
        one.certificate().substring(0, 200) + one.certificate().substring(264),
        one.key());
    Files.delete(files().key());
    assertThatExceptionOfType(ServerFailed.class)
        .isThrownBy(() -> start(Listener.of("localhost", 0).withTls(files())))
        .withMessageContaining("key.pem cannot be read");
  }

  @Test
  void other_machines_reach_a_server_without_encryption_if_that_is_permitted() {
    try (PraetorServer server = start(Listener.of("0.0.0.0", 0).withInsecureHttp())) {
      assertThat(server.url().toString()).startsWith("http://localhost:");
    }
  }
}
