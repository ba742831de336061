package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a flow that writes its secrets wherever code can write, each time after a mark, and checks
 * that no secret is found on the terminal or in a file.
 */
@Timeout(value = 400, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // Many processes start.
class SecretLeaksTest {
  static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.nio.charset.StandardCharsets;
      import java.util.*;
      import java.util.stream.*;
      import org.slf4j.*;
      class Leaks {
        static final Logger LOG = LoggerFactory.getLogger("own");
        record Pair(String left, List<Map<String, String>> right) {}

        static String token() { return Secret.named("LEAK_TOKEN").get(); }

        static Map<String, Pair> values() {
          String token = token();
          return Map.of("M01" + token, new Pair("M02" + token, List.of(Map.of("M03", token))));
        }
        static byte[] bytes() { return ("M04x" + token() + "y").getBytes(StandardCharsets.UTF_8); }
        static char[] chars() { return ("M05" + token()).toCharArray(); }
        static List<String> lines() {
          LOG.info("M06 {}", Secret.named("LEAK_KEY").lines());
          LOG.info("M07 {}", Secret.named("LEAK_KEY").get().indent(4));
          LOG.info("M08 {}", Secret.named("LEAK_KEY").get().replace("\\n", "\\r\\n"));
          Secret.named("LEAK_KEY").get().lines().forEach(line -> LOG.info("M09 {}", line));
          return Secret.named("LEAK_KEY").lines();
        }
        static String logs() throws Exception {
          String token = token();
          TaskContext task = TaskContext.current();
          task.logger().info("M10 {}", token);
          LOG.atWarn().addKeyValue("M11", token).log("M12 {}", token);
          LOG.warn("M13", new IllegalStateException("M14 " + token, new RuntimeException("M15 " + token)));
          MDC.put("task", "M16" + token);
          LOG.info("M17 in the context");
          LoggerFactory.getLogger("M18." + token).info("M19 by its logger");
          Thread.ofPlatform().start(() -> LOG.info("M20 {}", token)).join();
          Thread.ofVirtual().start(() -> LOG.info("M21 {}", token)).join();
          IntStream.range(0, 40).parallel().forEach(i -> LOG.info("M22 {}", token));
          task.progress(0.5, "M23 " + token);
          task.artifact("M24 " + token, "M25 " + token);
          return token.toUpperCase();
        }
        static int fail() {
          throw new IllegalStateException("M30 " + token(), new RuntimeException("M31 " + token()));
        }
        static int skip() { throw Signal.skip("M32 " + token()); }
        static int give() { throw Signal.fail("M33 " + token()).permanently(); }
        static String succeed() { throw Signal.succeed("M34 " + token()); }
        static Step<String, String> loop(String state) {
          return state.length() > 60 ? Step.done("M35" + state) : Step.next(state + token());
        }
        static String label(String text) {
          if (text.startsWith("bad")) throw new IllegalStateException("M36 " + text);
          return "M37 " + text;
        }
        static List<String> elements() { return List.of("good" + token(), "bad" + token()); }
        static String echo(String text) { return text; }
        static String recovered() { throw new IllegalStateException("M38 " + token()); }
        static int json() {
          var json = Secret.named("LEAK_JSON").asJson();
          LOG.info("M39 {} {}", json.get("password").asString(), json.get("pin").asInt());
          return json.get("pin").asInt();
        }
        static int wrongJson() { return Secret.named("LEAK_KEY").asJson().size() + Secret.named("LEAK_TOKEN").asInt(); }
        static int wrongNumber() { return Secret.named("LEAK_TOKEN").asInt(); }
        static class Odd extends RuntimeException {
          @Override public String getMessage() { return "M48 " + System.getenv("LEAK_TOKEN"); }
          @Override public String toString() { throw new IllegalStateException("M49 " + System.getenv("LEAK_TOKEN")); }
        }
        static int odd() { throw new Odd(); }
        static String slow() throws Exception {
          String token = token();
          try { Thread.sleep(60_000); } catch (InterruptedException e) { throw new InterruptedException("M50 " + token); }
          return token;
        }
        static String open() { return "M51 " + System.getenv("LEAK_TOKEN"); }
        static String use(String resource) { throw new IllegalStateException("M52 " + resource); }
        static void close(String resource) { throw new IllegalStateException("M53 " + resource); }

        static Flow<String> flow() {
          return Flow.define("leaks", f -> {
                f.parameter("open", String.class);
                Parameter<String> hidden = f.parameter("hidden", String.class).secret();
                Task.of(Leaks::values).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::bytes).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::chars).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::lines).secrets("LEAK_KEY").call();
                Node<String> logs = Task.of(Leaks::logs).secrets("LEAK_TOKEN")
                    .onStateChange(run -> LOG.info("M40 {} {}", run.state(), run.value()))
                    .call();
                Task.of(Leaks::fail).secrets("LEAK_TOKEN").retry(Retry.times(1))
                    .onFailure(run -> LOG.warn("M41", new IllegalStateException("M42 " + run.failure())))
                    .onFailure(run -> { throw new IllegalStateException("M43 " + System.getenv("LEAK_TOKEN")); })
                    .call();
                Task.of(Leaks::skip).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::give).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::succeed).secrets("LEAK_TOKEN").call();
                Task.loop(Leaks::loop).secrets("LEAK_TOKEN").call(logs);
                Task.of(Leaks::echo).named("labelled").label(Leaks::label)
                    .map(each(Task.of(Leaks::elements).secrets("LEAK_TOKEN").call()));
                Task.of(Leaks::recovered).secrets("LEAK_TOKEN").recover(failure -> "M44 " + failure.message()).call();
                Task.of(Leaks::json).secrets("LEAK_JSON").call();
                Task.of(Leaks::echo).named("of_hidden").call(hidden);
                f.run(
                    Flow.define("child", c ->
                        Task.of(Leaks::echo).named("M-child").call(c.parameter("given", String.class))),
                    with("given", logs));
                f.when(logs.select(text -> { throw new IllegalStateException("M45 " + text); }), () -> Task.of(Leaks::succeed).named("never").secrets("LEAK_TOKEN").call());
                f.match(logs).on("M46", () -> Task.of(Leaks::succeed).named("never2").secrets("LEAK_TOKEN").call())
                    .otherwise(() -> Task.of(Leaks::succeed).named("always").secrets("LEAK_TOKEN").call());
                Task.of(Leaks::wrongJson).secrets("LEAK_KEY", "LEAK_TOKEN").call();
                Task.of(Leaks::wrongNumber).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::odd).secrets("LEAK_TOKEN").call();
                Task.of(Leaks::slow).secrets("LEAK_TOKEN").timeout(java.time.Duration.ofMillis(300)).call();
                Task.of(Leaks::echo).named("kept").cached(Cache.byInputs()).call(logs);
                Task.of(Leaks::echo).named("keyed").cached(Cache.byKey(inputs -> "M54 " + inputs)).call(logs);
                f.using(
                    Resource.of("thing", Leaks::open, Leaks::close),
                    thing -> Task.of(Leaks::use).call(thing));
                return logs;
              })
              .runName("M47 {open} {hidden}");
        }
      }
      """;
  static final String TOKEN = "tOp-s3cret+/\"x y";
  static final String KEY = "-----BEGIN-----\nMIIEvQIBADANBgkq\nAQEFAASCBKcwggSj\n-----END-----\n";
  static final Map<String, String> SECRETS =
      Map.of(
          "LEAK_TOKEN", TOKEN,
          "LEAK_KEY", KEY,
          "LEAK_JSON", "{\"user\":\"a\",\"password\":\"pw-9876543210\",\"pin\":1471108933}");

  /** The texts that would show a secret or a part of it. */
  private static final Pattern LEAK =
      Pattern.compile(
          "s3cret|tOp-|MIIEvQIB|AQEFAASC|wggSj|pw-9876543210|1471108933|h1dden-value",
          Pattern.CASE_INSENSITIVE);

  @TempDir private Path folder;

  private String praetor(String... arguments) throws IOException, InterruptedException {
    List<String> command = TestJvm.program(arguments);
    command.add("--home=" + folder.resolve("home"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(SECRETS);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  static List<String> leaks(Map<String, String> texts) {
    List<String> found = new ArrayList<>();
    texts.forEach((where, text) -> {
      Matcher leak = LEAK.matcher(text);
      while (leak.find()) {
        int from = Math.max(0, leak.start() - 60);
        found.add(where + ": …" + text.substring(from, Math.min(text.length(), leak.end() + 20)));
      }
    });
    return found;
  }

  private static void shows(Map<String, String> texts, String where, String... parts) {
    String text = Objects.requireNonNull(texts.get(where));
    List<String> missing = Stream.of(parts).filter(part -> !text.contains(part)).toList();
    assertThat(missing).as(where).isEmpty();
  }

  @Test
  void no_secret_is_found_on_the_terminal_or_in_a_file_wherever_code_writes_it() throws Exception {
    String source = Files.writeString(folder.resolve("Leaks.java"), SOURCE).toString();
    String hidden = "hidden=h1dden-value";
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("run", praetor("run", source, "-p", "open=with " + TOKEN, "-p", hidden));
    shows(texts, "run", "M10 ***", "M14 ***", "M20 ***", "M21 ***", "M22 ***", "M30 ***");
    shows(texts, "run", "M36 bad***", "M37 good***", "M39 *** ***", "M40", "M42", "M43 ***");
    shows(texts, "run", "M47 with *** ***");
    texts.put("logs", praetor("runs", "logs", "latest"));
    shows(texts, "logs", "M06 [***", "M07", "M08", "M09 ***", "M12 ***", "M17", "M19");
    texts.put("list", praetor("runs", "list"));
    texts.put("show", praetor("runs", "show", "latest"));
    texts.put("show json", praetor("runs", "show", "latest", "--json"));
    shows(texts, "show json", "M01***", "M02***", "M32 ***", "M33 ***", "M34 ***");
    shows(texts, "show json", "M38 ***", "M44", "M45 ***", "M48 ***", "M51 ***", "M52 M51 ***");
    shows(texts, "show json", "M53 M51 ***", "secret 'LEAK_KEY' is not JSON", "TimedOut");
    texts.put("show a task", praetor("runs", "show", "latest", "fail"));
    texts.put("plan", praetor("runs", "restart", "latest", "--plan", "-p", hidden, "-p", "open=x"));
    texts.put("json", praetor("run", source, "-p", "open=" + TOKEN, "-p", hidden, "--json"));
    try (var files = Files.walk(folder.resolve("home"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(leaks(texts)).isEmpty();
  }
}
