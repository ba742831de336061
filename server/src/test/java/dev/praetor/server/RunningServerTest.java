package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address of the server that runs on a home. */
class RunningServerTest {
  @TempDir private Path home;

  @Test
  void a_server_writes_its_address_into_its_home_and_removes_it_at_its_end() throws IOException {
    assertThat(PraetorServer.runningAt(home)).isEmpty();
    try (TestServer server = TestServer.at(home)) {
      assertThat(PraetorServer.runningAt(home).map(LocalServer::url)).contains(server.server.url());
      Path file = home.resolve("server.json");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(PraetorServer.runningAt(home)).isEmpty();
    assertThat(home.resolve("server.json")).doesNotExist();
  }

  @Test
  void of_two_servers_the_later_one_is_found_and_keeps_its_file() throws IOException {
    TestServer first = TestServer.at(home);
    try (TestServer second = TestServer.at(home)) {
      first.close();
      assertThat(PraetorServer.runningAt(home).map(LocalServer::url)).contains(second.server.url());
    }
  }

  @Test
  void what_a_dead_or_another_process_left_is_ignored() throws IOException {
    LocalServer known =
        new LocalServer(
            URI.create("https://127.0.0.1:4200"),
            Optional.of(home.toAbsolutePath().resolve("chain.pem")),
            Optional.of(URI.create("https://praetor.example.com")));
    RunningServer.announce(home, known);
    assertThat(PraetorServer.runningAt(home)).contains(known);
    Path file = home.resolve("server.json");
    String own = Files.readString(file);
    Files.writeString(file, own.replaceAll("\"started\":\"[^\"]*\"", "\"started\":\"2020\""));
    assertThat(PraetorServer.runningAt(home)).isEmpty();
    Files.writeString(file, own.replaceAll("\"pid\":\\d+", "\"pid\":999999999"));
    assertThat(PraetorServer.runningAt(home)).isEmpty();
    for (String damaged : new String[] {"", "{", "[]", "{\"pid\": 1}", "null"}) {
      Files.writeString(file, damaged);
      assertThat(PraetorServer.runningAt(home)).as(damaged).isEmpty();
    }
  }
}
