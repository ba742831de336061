package dev.praetor.cli.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.praetor.cli.error.UsageException;
import dev.praetor.client.Authorities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules by which a command finds a server and its key. */
class ServerChoiceTest {
  private static final ServerChoice.Given NOTHING = new ServerChoice.Given(null, null, null);
  private static final String TEAM = "https://praetor.example.com";
  @TempDir private Path home;

  @BeforeEach
  void writeProfiles() throws IOException {
    Profiles.in(home)
        .write(
            List.of(
                new Profile("team", TEAM, "team-key", true),
                new Profile("other", "http://other:4200/", "other-key", false)));
  }

  private ServerChoice choice(String... environment) {
    return new ServerChoice(
        environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1]), home);
  }

  private static ServerChoice.Given server(String url) {
    return new ServerChoice.Given(url, null, null);
  }

  private void checkRefused(String message, ServerChoice choice, ServerChoice.Given given) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> choice.find(given))
        .withMessageContaining(message);
  }

  @Test
  void options_come_before_the_environment_and_the_environment_before_the_profile() {
    assertThat(choice().find(NOTHING)).contains(new ServerAddress(TEAM, "team-key"));
    assertThat(choice("PRAETOR_SERVER", "http://other:4200").find(NOTHING))
        .contains(new ServerAddress("http://other:4200", "other-key"));
    assertThat(choice("PRAETOR_SERVER", "http://other:4200").find(server(TEAM + "/")))
        .contains(new ServerAddress(TEAM + "/", "team-key"));
    assertThat(choice("PRAETOR_API_KEY", "mine").find(NOTHING))
        .contains(new ServerAddress(TEAM, "mine"));
    assertThat(choice("PRAETOR_API_KEY", "mine").find(new ServerChoice.Given(null, "k", null)))
        .contains(new ServerAddress(TEAM, "k"));
  }

  @Test
  void without_a_profile_in_use_no_server_is_chosen() throws IOException {
    Files.delete(home.resolve("profiles.json"));
    assertThat(choice().find(NOTHING)).isEmpty();
    assertThat(choice().withoutKey(NOTHING).url()).isEqualTo("http://127.0.0.1:4200");
  }

  @Test
  void the_administrators_key_is_sent_to_this_machine_only() throws IOException {
    checkRefused(
        "the key of the server at http://127.0.0.1:1 is not in",
        choice(),
        server("http://127.0.0.1:1"));
    Files.writeString(home.resolve("admin.key"), "praetor_secret\n");
    assertThat(choice().find(server("http://127.0.0.1:1")))
        .contains(new ServerAddress("http://127.0.0.1:1", "praetor_secret"));
    assertThat(choice().find(server("http://[::1]:1"))).isPresent();
    checkRefused("there is no key for the server at", choice(), server("http://example.com"));
    checkRefused("there is no key", choice(), server("http://127.0.0.1.example.com"));
  }

  @Test
  void without_a_profile_in_use_the_administrators_key_comes_before_that_of_a_profile()
      throws IOException {
    String local = "http://127.0.0.1:4200";
    Profiles.in(home).write(List.of(new Profile("mine", local, "viewer-key", false)));
    assertThat(choice().require(NOTHING)).isEqualTo(new ServerAddress(local, "viewer-key"));
    Files.writeString(home.resolve("admin.key"), "praetor_secret\n");
    assertThat(choice().require(NOTHING)).isEqualTo(new ServerAddress(local, "viewer-key"));
    run(local);
    assertThat(choice().require(NOTHING)).isEqualTo(new ServerAddress(local, "praetor_secret"));
    assertThat(choice("PRAETOR_API_KEY", "mine").require(NOTHING))
        .isEqualTo(new ServerAddress(local, "mine"));
    assertThat(choice().require(server(local))).isEqualTo(new ServerAddress(local, "viewer-key"));
  }

  /** Writes what a server writes that runs on the home. */
  private void run(String url) throws IOException {
    ProcessHandle self = ProcessHandle.current();
    Files.writeString(
        home.resolve("server.json"),
        "{\"url\": \"%s\", \"pid\": %d, \"started\": \"%s\"}"
            .formatted(
                url, self.pid(), self.info().startInstant().map(Object::toString).orElse("")));
  }

  @Test
  void the_administrators_key_is_not_sent_to_whoever_listens_where_a_server_could_run()
      throws IOException {
    Files.delete(home.resolve("profiles.json"));
    Files.writeString(home.resolve("admin.key"), "praetor_secret\n");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> choice().require(NOTHING))
        .withMessageContaining("no server runs on the home " + home)
        .withMessageContaining("--server URL");
    run("http://127.0.0.1:4711");
    assertThat(choice().require(NOTHING))
        .isEqualTo(new ServerAddress("http://127.0.0.1:4711", "praetor_secret"));
  }

  @Test
  void a_key_may_come_from_a_file() throws IOException {
    Path file = Files.writeString(home.resolve("key"), "from-file\n");
    assertThat(choice().find(new ServerChoice.Given(TEAM, null, file)))
        .contains(new ServerAddress(TEAM, "from-file"));
    checkRefused("not both", choice(), new ServerChoice.Given(TEAM, "k", file));
    checkRefused(
        "that can be read", choice(), new ServerChoice.Given(TEAM, null, home.resolve("x")));
  }

  @Test
  void malformed_addresses_and_damaged_profiles_are_refused() throws IOException {
    checkRefused("a server is named by a URL", choice(), server("127.0.0.1:4200"));
    checkRefused("a server is named by a URL", choice("PRAETOR_SERVER", "a b"), NOTHING);
    Files.writeString(home.resolve("profiles.json"), "{");
    checkRefused("cannot be read", choice(), NOTHING);
  }

  @Test
  void the_file_of_profiles_is_for_its_user_only() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("profiles.json"))))
        .isEqualTo("rw-------");
    try (var files = Files.list(home)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void authorities_come_from_an_option_then_the_environment_then_the_profile_of_the_server()
      throws IOException {
    Path own = Path.of("/own.pem");
    Profiles.in(home).write(List.of(new Profile("team", TEAM, "team-key", Optional.of(own), true)));
    assertThat(choice().find(NOTHING).orElseThrow().authorities()).isEqualTo(Authorities.in(own));
    assertThat(choice("PRAETOR_CA_CERT", "/c.pem").find(NOTHING).orElseThrow().authorities())
        .isEqualTo(Authorities.in(Path.of("/c.pem")));
    assertThat(
            choice("PRAETOR_CA_CERT", "/c.pem")
                .find(new ServerChoice.Given(null, null, null, Path.of("/d.pem")))
                .orElseThrow()
                .authorities())
        .isEqualTo(Authorities.in(Path.of("/d.pem")));
    assertThat(choice().withoutKey(server("https://other")).authorities())
        .isEqualTo(Authorities.OF_THE_JVM);
  }
}
