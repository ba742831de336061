package dev.praetor.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the guide, as the steps that its reader takes. */
final class Page {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:^`(?<file>[^`\n]+)`:\n\n)?^```(?<kind>\\w+)\n(?<text>.*?)^```$",
          Pattern.MULTILINE | Pattern.DOTALL);

  private Page() {}

  /** A step of the reader. */
  sealed interface Step {
    /** Writes a file. */
    record WriteFile(Path file, String text) implements Step {}

    /** Enters commands. */
    record Enter(String commands) implements Step {}

    /** Sees lines. */
    record See(List<String> lines) implements Step {}
  }

  /** Returns the steps of a page; a block of code without a kind is only to be read. */
  static List<Step> steps(Path page) throws IOException {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(page));
    while (block.find()) {
      String text = Objects.requireNonNull(block.group("text"));
      String file = block.group("file");
      switch (Objects.requireNonNull(block.group("kind"))) {
        case "sh" -> steps.add(new Step.Enter(text));
        case "text" -> steps.add(new Step.See(text.lines().toList()));
        default ->
            steps.add(
                new Step.WriteFile(
                    Path.of(Objects.requireNonNull(file, "a file without a name: " + text)), text));
      }
    }
    return steps;
  }
}
