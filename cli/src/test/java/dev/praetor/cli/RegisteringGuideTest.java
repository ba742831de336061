package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of the guide about registered flows print what the guide says. */
class RegisteringGuideTest extends RegisteringTest {
  private static final Path GUIDE = Path.of("../docs/guide/registering.md");
  private static final Pattern BLOCK = Pattern.compile("```(java)?\n(.*?)```", Pattern.DOTALL);

  /** Replaces ids, hashes, times, sizes and names of users, which differ in each run. */
  private static String bare(String text) {
    return text.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "RUN")
        .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d by \\S+", "TIME")
        .replaceAll("(graph|package) [0-9a-f]{12}", "$1 HASH")
        .replaceAll("[0-9,]+ bytes", "SIZE")
        .replaceAll("JDK \\d+", "JDK")
        .strip();
  }

  @Test
  void the_commands_of_the_guide_print_what_it_says() throws IOException {
    Path source = folder.resolve("Reminder.java");
    List<String> ran = new ArrayList<>();
    for (MatchResult block : BLOCK.matcher(Files.readString(GUIDE)).results().toList()) {
      if ("java".equals(block.group(1))) {
        Files.writeString(source, block.group(2));
        continue;
      }
      for (String command : block.group(2).split("(?m)^\\$ praetor ", -1)) {
        if (command.isBlank()) {
          continue;
        }
        String[] parts = command.split("\n", 2);
        String[] words = parts[0].replace("Reminder.java", source.toString()).split(" ", -1);
        assertThat(bare(succeed(words))).as(parts[0]).isEqualTo(bare(parts[1]));
        ran.add(words[0]);
      }
    }
    assertThat(ran).hasSize(9);
  }
}
