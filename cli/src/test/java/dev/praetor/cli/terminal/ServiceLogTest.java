package dev.praetor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.cli.error.UsageException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of a process that runs for others. */
class ServiceLogTest {
  private static final Instant NOW = Instant.parse("2026-03-06T08:30:00Z");
  private final List<String> lines = new ArrayList<>();

  private ServiceLog log(LogFormat format) {
    return new ServiceLog(format, InstantSource.fixed(NOW), lines::add);
  }

  private static LogEntry entry(Map<String, String> fields, String thrown) {
    return new LogEntry(NOW, "WARN", "a.Logger", "with \"quotes\"\nand lines", fields, thrown);
  }

  private static Map<String, String> fields() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("run", "0198");
    fields.put("flow", "reminder");
    fields.put("task", "send[3]");
    fields.put("attempt", "2");
    return fields;
  }

  private JsonNode last() {
    assertThat(lines.getLast()).doesNotContain("\n");
    return JsonMapper.shared().readTree(lines.getLast());
  }

  @Test
  void a_line_of_json_has_each_field_by_its_name() {
    lines.add(log(LogFormat.JSON).line(entry(fields(), "\njava.lang.Error: x\n\tat y")));
    assertThat(last().properties())
        .extracting(each -> each.getKey() + "=" + each.getValue().asString())
        .containsExactly(
            "time=2026-03-06T08:30:00Z",
            "level=WARN",
            "logger=a.Logger",
            "message=with \"quotes\"\nand lines",
            "run=0198",
            "flow=reminder",
            "task=send[3]",
            "attempt=2",
            "exception=java.lang.Error: x\n\tat y");
  }

  @Test
  void a_line_of_text_names_the_task_and_the_run() {
    assertThat(log(LogFormat.TEXT).line(entry(fields(), "")))
        .matches("(?s)\\d\\d:30:00 WARN  send\\[3]#2 with .* lines run=\"0198\" flow=\"reminder\"");
  }

  @Test
  void lines_of_runners_are_passed_on_with_the_worker() {
    ServiceLog log = log(LogFormat.JSON);
    String line = log.line(entry(fields(), ""));
    try (MDC.MDCCloseable _ = MDC.putCloseable("worker", "builder")) {
      log.passOn(line);
      assertThat(last().path("worker").asString()).isEqualTo("builder");
      assertThat(last().path("task").asString()).isEqualTo("send[3]");
      for (String other : List.of("Terminating due to java.lang.OutOfMemoryError", "{", "{}", "")) {
        log.passOn(other);
        assertThat(last().path("message").asString()).isEqualTo(other);
        assertThat(last().path("logger").asString()).isEqualTo("runner");
        assertThat(last().path("worker").asString()).isEqualTo("builder");
      }
    }
  }

  @Test
  void what_the_process_says_itself_is_a_line_too() {
    log(LogFormat.JSON).writer("the.Command").println("The server ends.");
    assertThat(last().path("message").asString()).isEqualTo("The server ends.");
    assertThat(last().path("logger").asString()).isEqualTo("the.Command");
    log(LogFormat.TEXT).writer("the.Command").println("The server ends.");
    assertThat(lines.getLast()).isEqualTo("The server ends.");
  }

  @Test
  void another_format_is_refused() {
    assertThatThrownBy(() -> LogFormat.of("xml", "--log-format"))
        .isInstanceOf(UsageException.class)
        .hasMessage("--log-format: the format of the log is text or json, not 'xml'");
  }
}
