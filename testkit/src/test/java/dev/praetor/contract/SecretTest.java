package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.with;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.single;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Retry;
import dev.praetor.Secret;
import dev.praetor.Task;
import dev.praetor.TypeRef;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunDocument;
import dev.praetor.spi.SecretProvider;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SecretTest {
  private static final TypeRef<List<String>> STRINGS = new TypeRef<>() {};

  static String useSecret() {
    return "token is " + Secret.named("TOKEN").get();
  }

  @Test
  void a_secret_that_is_not_declared_or_not_there_is_refused() {
    Flow<String> undeclared = Flow.define("f", f -> Task.of(SecretTest::useSecret).call());
    FlowTester.of(undeclared)
        .secret("TOKEN", "s3cr3t")
        .run()
        .ended(FAILED)
        .says("use_secret", "does not declare secret 'TOKEN'");
    Flow<String> absent =
        Flow.define("f", f -> Task.of(SecretTest::useSecret).secrets("TOKEN").call());
    FlowTester.of(absent).run().ended(FAILED).says("use_secret", "there is no secret 'TOKEN'");
  }

  @Test
  void a_secret_that_was_read_is_masked_in_messages_failures_and_the_document() {
    String secret = "s3cr\"3t+/value";
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Node<String> leaked = Task.of(SecretTest::useSecret).secrets("TOKEN").call();
              Task.of(
                      "leak",
                      String.class,
                      (String text) -> {
                        throw new IllegalStateException(
                            text, new RuntimeException("again " + text));
                      })
                  .call(leaked);
              return leaked;
            });
    TestRun<String> run = FlowTester.of(flow).secret("TOKEN", secret).run().ended(FAILED);
    assertThat(run.taskRun("leak").toString()).doesNotContain(secret).contains("***");
    assertThat(run.state().toString()).doesNotContain(secret);
    var settings = LocalRun.of(flow).with(s -> s.withSecrets(name -> Optional.of(secret)));
    var finished = (FinishedRun) (Object) settings.run();
    String document = RunDocument.text(flow.definition(), finished);
    assertThat(document).doesNotContain("s3cr", "3t+/value").contains("token is ***");
  }

  static String read() {
    return Secret.named("PORT").asInt() + " " + Secret.named("KEY").asJson().get("user").asString();
  }

  @Test
  void a_secret_is_read_as_a_number_or_as_json_and_one_that_is_neither_is_not_shown() {
    Flow<String> flow = single(Task.of(SecretTest::read).secrets("PORT", "KEY"));
    assertThat(
            FlowTester.of(flow)
                .secret("PORT", " 5432 ")
                .secret("KEY", "{\"user\": \"ann\"}")
                .run()
                .value())
        .isEqualTo("5432 ann");
    TestRun<String> noNumber =
        FlowTester.of(flow).secret("PORT", "hush").secret("KEY", "{}").run().ended(FAILED);
    noNumber.says("read", "secret 'PORT' is not a whole number");
    TestRun<String> noJson =
        FlowTester.of(flow).secret("PORT", "1").secret("KEY", "hush}").run().ended(FAILED);
    noJson.says("read", "secret 'KEY' is not JSON");
    for (TestRun<String> run : List.of(noNumber, noJson)) {
      assertThat(run.taskRun("read").toString()).doesNotContain("hush");
    }
  }

  private static final String KEY =
      "{\"user\": \"ann-smith\", \"pin\": 471108, \"inner\": {\"password\": \"hush\\n-hush\"}}";
  private static final String PEM =
      "-----BEGIN-----\nMIIEvQIBADAN\r\n  BgkqhkiG9w0B\n-----END-----\n";

  /** Returns every value that can be made of a secret by its methods. */
  static List<Object> everything() {
    Secret key = Secret.named("KEY");
    Secret pem = Secret.named("PEM");
    Secret list = Secret.named("LIST");
    return List.of(
        key.get(),
        key.asJson().get("user").asString(),
        key.asJson().get("pin").asInt(),
        key.asJson().at("/inner/password").asString(),
        pem.lines(),
        pem.lines().get(1),
        pem.lines().get(2).strip(),
        pem.stripped(),
        new String(pem.bytes(), StandardCharsets.UTF_8),
        list.split(","),
        list.split(",").getLast(),
        Secret.named("PORT").asInt(),
        Secret.named("PORT").asLong(),
        Secret.named("PORT").asDecimal());
  }

  @Test
  void every_value_that_is_made_of_a_secret_is_masked_as_the_secret_is() {
    Flow<List<Object>> flow =
        single(Task.of(SecretTest::everything).secrets("KEY", "PEM", "LIST", "PORT"));
    Map<String, String> secrets =
        Map.of("KEY", KEY, "PEM", PEM, "LIST", "abc, def", "PORT", " +0054321 ");
    var run =
        (FinishedRun)
            (Object) LocalRun.of(flow).with(s -> s.withSecrets(SecretProvider.of(secrets))).run();
    String document = RunDocument.text(flow.definition(), run);
    assertThat(document)
        .contains("***")
        .doesNotContain("ann-smith", "471108", "hush", "MIIE", "9w0B", "abc", "def", "54321");
  }

  @Test
  void values_are_given_to_tasks_unmasked_although_they_are_masked_where_they_are_written() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of("length", Integer.class, (String text) -> text.length())
                    .call(Task.of(SecretTest::useSecret).secrets("TOKEN").call()));
    assertThat(FlowTester.of(flow).secret("TOKEN", "is").run().value()).isEqualTo(11);
    assertThat(FlowTester.of(flow).secret("TOKEN", "token").run().value()).isEqualTo(14);
  }

  @Test
  void a_secret_in_the_reason_of_an_order_is_masked_in_the_states_of_the_run() throws Exception {
    Flow<?> flow =
        Flow.define(
            "f",
            f -> {
              Node<String> read = Task.of(SecretTest::useSecret).secrets("TOKEN").call();
              f.approval("Publish?").after(read);
              return f.approval("Delete?").after(read);
            });
    var started = FlowTester.of(flow).secret("TOKEN", "hush-hush").start();
    started.events().await("approval", PAUSED);
    started.events().await("approval-2", PAUSED);
    assertThat(started.run().refuse("approval", "Bo", "not hush-hush")).isTrue();
    started.run().skip("approval-2", "Ann", "it was hush-hush");
    TestRun<?> refused = started.finish().ended(FAILED);
    refused.says("approval", "refused by Bo: not ***");
    refused.says("approval-2", "skipped by Ann: it was ***");
    var another = FlowTester.of(flow).secret("TOKEN", "hush-hush").start();
    another.events().await("approval", PAUSED);
    another.run().cancel("hush-hush is over");
    another.finish().ended(CANCELLED).says("approval", "*** is over");
  }

  @Test
  void a_word_of_a_failure_that_is_also_a_secret_does_not_change_what_is_retried() {
    AtomicInteger tries = new AtomicInteger();
    Flow<String> flow =
        single(
            Task.of(
                    "call",
                    String.class,
                    () -> {
                      Secret.named("WORD").get();
                      if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("a timeout of the server");
                      }
                      return "done";
                    })
                .secrets("WORD")
                .retry(Retry.times(1).when(failure -> failure.message().contains("timeout"))));
    FlowTester.of(flow).secret("WORD", "timeout").run().ended(SUCCESS);
  }

  @Test
  void the_name_of_a_run_is_masked_where_it_is_made_of_parameters() {
    Flow<String> flow =
        Flow.define(
                "token-flow",
                f -> {
                  f.parameter("office", String.class);
                  return Task.of(SecretTest::useSecret).secrets("TOKEN").call();
                })
            .runName("of {office}");
    var run =
        (FinishedRun)
            (Object)
                LocalRun.of(flow)
                    .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", "hush-hush"))))
                    .run(with("office", "a hush-hush one"));
    assertThat(run.runName()).isEqualTo("of a *** one");
  }

  @Test
  void a_flow_and_its_tasks_keep_their_names_whatever_the_secrets_are() {
    Flow<String> flow =
        Flow.define("token-flow", f -> Task.of(SecretTest::useSecret).secrets("TOKEN").call());
    for (String word : List.of("token", "use_secret", "flow", "Success", "value", "node")) {
      var run =
          (FinishedRun)
              (Object)
                  LocalRun.of(flow)
                      .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", word))))
                      .run();
      var json = RunDocument.of(flow.definition(), run);
      assertThat(json.get("flow").asString()).isEqualTo("token-flow");
      assertThat(json.get("name").asString()).startsWith("token-flow ");
      assertThat(json.get("state").asString()).isEqualTo("Success");
      assertThat(json.get("taskRuns").get(0).get("node").asString()).isEqualTo("use_secret");
    }
  }

  @Test
  void a_label_that_fails_says_why_without_the_secret() {
    Flow<List<String>> flow =
        Flow.define(
            "f",
            f ->
                Task.of("echo", String.class, (String text) -> text)
                    .label(text -> {
                      throw new IllegalStateException("no label for " + text);
                    })
                    .map(
                        each(
                            Task.of("list", STRINGS, () -> List.of(Secret.named("TOKEN").get()))
                                .secrets("TOKEN")
                                .call()))
                    .collect());
    TestRun<List<String>> run = FlowTester.of(flow).secret("TOKEN", "hush-hush").run();
    assertThat(run.taskRun("echo", 0).label()).contains("no label for ***");
  }

  /** No part of it is a property, and its text says nothing. */
  static final class Login {
    private String user = "";
    private int pin;

    Login() {}

    Login(String user, int pin) {
      this.user = user;
      this.pin = pin;
    }
  }

  record Key(byte[] bytes, Optional<String> hint) {
    @Override
    public String toString() {
      return "a key";
    }
  }

  private static Object parts(Login login, Key key, Map<String, List<char[]>> more) {
    return List.of(
        login.user,
        login.pin,
        new String(key.bytes(), StandardCharsets.UTF_8),
        key.hint().orElseThrow(),
        more.keySet(),
        new String(more.get("under this").getFirst()));
  }

  @Test
  void all_parts_of_a_secret_parameter_of_any_type_are_masked() {
    Flow<Object> flow =
        Flow.define(
            "f",
            f ->
                Task.of(SecretTest::parts)
                    .call(
                        f.parameter("login", Login.class).secret(),
                        f.parameter("key", Key.class).secret(),
                        f.parameter("more", new TypeRef<Map<String, List<char[]>>>() {}).secret()));
    var run =
        (FinishedRun)
            (Object)
                flow.run(
                    with("login", new Login("ann-77", 445566)),
                    with(
                        "key",
                        new Key("in bytes".getBytes(StandardCharsets.UTF_8), Optional.of("or so"))),
                    with("more", Map.of("under this", List.of("of chars".toCharArray()))));
    assertThat(run.state().type()).isEqualTo(SUCCESS);
    assertThat(RunDocument.of(flow.definition(), run).toString())
        .contains("[\"***\",\"***\",\"***\",\"***\",[\"***\"],\"***\"]");
  }

  @Test
  void secrets_of_a_flow_within_the_flow_are_masked_before_it_begins() {
    Flow<String> inner =
        Flow.define("inner", f -> Task.of(SecretTest::useSecret).secrets("TOKEN").call());
    Flow<String> flow =
        Flow.define(
            "f",
            f -> {
              Node<String> early = Task.of("early", String.class, () -> "a hush-hush one").call();
              return f.run(inner).after(early);
            });
    var run =
        (FinishedRun)
            (Object)
                LocalRun.of(flow)
                    .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", "hush-hush"))))
                    .run();
    assertThat(RunDocument.of(flow.definition(), run).toString())
        .contains("a *** one")
        .doesNotContain("hush");
  }
}
