package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address of the server that runs on a home. */
class RunningServerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofMillis(10);

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
  void of_two_servers_the_first_one_is_found_and_the_file_stays_when_the_second_one_ends()
      throws IOException {
    try (TestServer first = TestServer.at(home)) {
      String file = Files.readString(home.resolve("server.json"));
      TestServer second = TestServer.at(home);
      assertThat(PraetorServer.runningAt(home).map(LocalServer::url)).contains(first.server.url());
      second.close();
      assertThat(home.resolve("server.json")).hasContent(file);
    }
    assertThat(home.resolve("server.json")).doesNotExist();
  }

  @Test
  void the_second_server_is_found_soon_after_the_first_one_has_ended() throws IOException {
    TestServer first = TestServer.at(home);
    try (TestServer second = TestServer.at(home)) {
      first.close();
      awaitFound(second.server.url());
    }
    assertThat(home.resolve("server.json")).doesNotExist();
  }

  @Test
  void a_server_is_found_soon_after_its_file_was_lost_or_became_that_of_a_dead_one()
      throws IOException {
    LocalServer own =
        new LocalServer(URI.create("http://127.0.0.1:4208"), Optional.empty(), Optional.empty());
    Path file = home.resolve("server.json");
    try (RunningServer _ = RunningServer.announce(home, own, SOON, _ -> {})) {
      Files.delete(file);
      awaitFound(own.url());
      Files.writeString(file, "{\"url\": \"http://127.0.0.1:4207\", \"pid\": 999999999}");
      awaitFound(own.url());
      Files.writeString(file, "{");
      awaitFound(own.url());
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void a_second_server_says_once_where_the_commands_go_and_when_they_come_to_it()
      throws IOException {
    LocalServer other =
        new LocalServer(URI.create("http://127.0.0.1:4207"), Optional.empty(), Optional.empty());
    LocalServer own =
        new LocalServer(URI.create("http://127.0.0.1:4208"), Optional.empty(), Optional.empty());
    RunningServer.write(home, other);
    List<String> said = new CopyOnWriteArrayList<>();
    try (RunningServer _ = RunningServer.announce(home, own, SOON, said::add)) {
      assertThat(PraetorServer.runningAt(home)).contains(other);
      Files.delete(home.resolve("server.json"));
      awaitFound(own.url());
      await().atMost(PATIENCE).until(() -> said.size() == 2);
      assertThat(said)
          .containsExactly(
              "another server runs on the home %s: until it ends, commands on the home go to it at http://127.0.0.1:4207"
                  .formatted(home),
              "commands on the home %s go to this server from now on".formatted(home));
    }
  }

  private void awaitFound(URI url) {
    await()
        .atMost(PATIENCE)
        .until(() -> PraetorServer.runningAt(home).map(LocalServer::url).equals(Optional.of(url)));
  }

  @Test
  void what_a_dead_or_another_process_left_is_ignored() throws IOException {
    LocalServer known =
        new LocalServer(
            URI.create("https://127.0.0.1:4200"),
            Optional.of(home.toAbsolutePath().resolve("chain.pem")),
            Optional.of(URI.create("https://praetor.example.com")));
    RunningServer.write(home, known);
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
