package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.praetor.Flow;
import dev.praetor.PraetorException;
import dev.praetor.Task;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.client.Authorities;
import dev.praetor.client.WorkerProtocol;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.server.http.Listener;
import dev.praetor.server.tls.CertificateFiles;
import dev.praetor.spi.ServedFlows;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.worker.serve.ServerHome;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands, workers and applications with a server whose certificate Java does not trust. */
class TlsCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private PraetorServer server;

  @BeforeEach
  void startServer() throws Exception {
    TestCertificate made = TestCertificate.of(folder, "server", "EC");
    Files.writeString(chain(), made.certificate());
    Files.writeString(folder.resolve("key.pem"), made.key());
    server = start(encrypted());
  }

  private Listener encrypted() {
    return Listener.of("localhost", 0)
        .withTls(new CertificateFiles(chain(), folder.resolve("key.pem")));
  }

  private PraetorServer start(Listener listener) {
    return PraetorServer.start(
        new ServerOptions(
                home(),
                new StoreLocation.Home(home()),
                "localhost",
                0,
                Duration.ofSeconds(5),
                version())
            .withListener(listener),
        List.of(),
        InstantSource.system());
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  private static String version() {
    StringWriter text = new StringWriter();
    assertThat(Main.execute(new PrintWriter(text, true), new PrintWriter(text, true), "--version"))
        .isZero();
    return text.toString().strip().lines().findFirst().orElseThrow().replace("praetor ", "");
  }

  private Path home() {
    return folder.resolve("home");
  }

  private Path chain() {
    return folder.resolve("chain.pem");
  }

  private String key() throws IOException {
    return Files.readString(PraetorServer.keyFile(home())).strip();
  }

  private int praetor(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @Test
  void a_command_trusts_the_authority_that_it_is_given() {
    String there = "--server=https://127.0.0.1:" + server.url().getPort();
    String key = "--key-file=" + PraetorServer.keyFile(home());
    assertThat(praetor("keys", "list", there, key)).isNotZero();
    assertThat(err.toString())
        .contains("the certificate of the server at https://127.0.0.1:")
        .contains("comes from an authority that is not trusted", "--ca-cert FILE");
    assertThat(praetor("keys", "list", there, key, "--ca-cert=" + chain())).as("%s", err).isZero();
    assertThat(out.toString()).contains("No keys");
    assertThat(praetor("keys", "list", there, key, "--ca-cert=" + folder.resolve("none")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("none with certificates of authorities cannot be used");
  }

  @Test
  void a_command_on_the_home_of_a_server_needs_neither_its_public_address_nor_its_authority()
      throws Exception {
    server.close();
    TestCertificate other = TestCertificate.of(folder, "praetor.example.com", "EC", "");
    Files.writeString(chain(), other.certificate());
    Files.writeString(folder.resolve("key.pem"), other.key());
    server = start(encrypted().withPublicUrl(URI.create("https://praetor.example.com")));
    assertThat(server.url()).hasToString("https://praetor.example.com");
    assertThat(praetor("keys", "list", "--home=" + home())).as("%s", err).isZero();
    assertThat(out.toString()).contains("No keys");
    assertThat(praetor("server", "status", "--home=" + home())).as("%s", err).isZero();
    assertThat(out.toString()).contains("https://localhost:");
  }

  @Test
  void a_certificate_for_another_name_is_told() throws Exception {
    server.close();
    TestCertificate other = TestCertificate.of(folder, "praetor.example.com", "EC", "");
    Files.writeString(chain(), other.certificate());
    Files.writeString(folder.resolve("key.pem"), other.key());
    server = start(encrypted());
    String there = "--server=https://127.0.0.1:" + server.url().getPort();
    assertThat(praetor("server", "status", there, "--ca-cert=" + chain())).isNotZero();
    assertThat(err.toString())
        .contains("the certificate of the server at https://127.0.0.1:")
        .contains("is for another name than 127.0.0.1; use a name for which it was made");
  }

  @Test
  void an_address_with_the_scheme_of_the_other_kind_of_server_is_told() throws Exception {
    int port = server.url().getPort();
    assertThat(praetor("server", "status", "--server=http://localhost:" + port)).isNotZero();
    assertThat(err.toString())
        .contains(
            "the server at http://localhost:" + port + " speaks HTTPS only; write the address")
        .contains("as https://localhost:" + port);
    server.close();
    Listener plain = Listener.of("127.0.0.1", 0);
    server = start(plain);
    String there = "127.0.0.1:" + server.url().getPort();
    assertThat(praetor("server", "status", "--server=https://" + there)).isNotZero();
    assertThat(err.toString())
        .contains("the server at https://" + there + " has no certificate")
        .contains("write the address as http://" + there);
  }

  @Test
  void a_profile_keeps_the_authority() throws IOException {
    Path mine = folder.resolve("mine");
    Path file = Files.writeString(folder.resolve("key"), key());
    assertThat(
            praetor(
                "profile",
                "add",
                "team",
                "--server=" + server.url(),
                "--key-file=" + file,
                "--ca-cert=" + chain(),
                "--home=" + mine))
        .as("%s", err)
        .isZero();
    assertThat(praetor("profile", "use", "team", "--home=" + mine)).isZero();
    assertThat(Files.readString(mine.resolve("profiles.json"))).contains(chain().toString());
  }

  @Test
  void workers_and_applications_trust_the_authority_that_they_are_given() throws IOException {
    Authorities authorities = Authorities.in(chain());
    assertThat(WorkerProtocol.at(server.url(), key(), authorities).check().isObject()).isTrue();
    assertThatExceptionOfType(PraetorException.class)
        .isThrownBy(() -> WorkerProtocol.at(server.url(), key()).check());
    try (ServedFlows served =
        ServerHome.at(server.url(), key())
            .authorities(authorities)
            .serve(
                Flow.define("served", f -> Task.of("work", String.class, () -> "done").call()))) {
      assertThat(served).isNotNull();
    }
  }
}
