package dev.praetor.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sentences that have to be read twice do not come back. */
class EnglishTest {
  private static final Path TOP = Path.of("..");

  /** A summary is a verb phrase or a noun phrase, as in the JDK's documentation. */
  private static final Pattern OPENING =
      Pattern.compile(
          "/\\*\\*\\s*(?:\\*\\s*)?(What|Whether|How|Where|Who|Whoever|One|Ones|Those|That|Why|When|Which|As)\\b[^*]*");

  /**
   * Phrases for which there is a standard word: available, by default, result, at most N, large,
   * resume, reuse, claim, notify.
   */
  private static final Pattern PHRASE =
      Pattern.compile(
          String.join(
              "|",
              "\\bto be had\\b",
              "\\bunless (it is )?(said|told|given) otherwise\\b",
              "\\b(what|all|whatever) (it|they|he|a run|runs|a task run|a flow|an attempt) (comes?|came) to\\b",
              "\\bcame to (later|be)\\b",
              "\\bat most so (many|long|much)\\b",
              "\\bso many (of|at|are|as are)\\b",
              "\\bof some size\\b",
              "\\b(go|goes|going|went|gone) on (here|there|elsewhere|with|from|in|by itself|again)\\b",
              "\\bthose that\\b",
              "\\bone that\\b",
              "\\b(taken|takes?|taking|took) over\\b",
              "\\bwithout a word\\b",
              "\\bhere and now\\b",
              "\\bsee to (the|it)\\b",
              "\\b(is|are|was|were) (told|asked) of\\b",
              "\\b(is|are) gone through\\b",
              "\\b(can|cannot) be told (by|from|apart)\\b",
              "\\bnames? (that )?they are told by\\b",
              "\\bin the same moment\\b"));

  @Test
  void a_javadoc_begins_with_a_verb_or_a_noun() throws IOException {
    assertThat(matches(OPENING, file -> file.toString().endsWith(".java"))).isEmpty();
  }

  @Test
  void standard_things_have_their_standard_words() throws IOException {
    assertThat(
            matches(
                PHRASE,
                file ->
                    !file.endsWith("EnglishTest.java")
                        && file.toString()
                            .matches(".*\\.(java|md)|.*/(praetor|praetor-bench|verify)")))
        .isEmpty();
  }

  private static List<String> matches(Pattern pattern, Predicate<Path> wanted) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(TOP)) {
      all.filter(EnglishTest::isSource).filter(wanted).sorted().forEach(files::add);
    }
    assertThat(files).isNotEmpty();
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      String text = Files.readString(file);
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        long line = text.substring(0, matcher.start()).lines().count() + 1;
        String match = matcher.group().replaceAll("\\s+", " ");
        found.add(TOP.relativize(file) + ":" + line + ": " + match);
      }
    }
    return found;
  }

  private static boolean isSource(Path file) {
    String path = TOP.relativize(file).toString();
    return Files.isRegularFile(file)
        && !path.matches("(.*/)?(target|node_modules|results|\\.git|\\.mvn)/.*");
  }
}
