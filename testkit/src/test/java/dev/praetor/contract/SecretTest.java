package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.contract.SmallFlows.single;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Secret;
import dev.praetor.Task;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunDocument;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretTest {
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
}
