package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files whose flows cannot be registered: the message says which file and why. */
class RefusedRegistrationsTest extends RegisteringTest {
  @AfterEach
  void nothing_is_registered() {
    assertThat(succeed("flows", "list")).contains("No flow is registered.");
    assertThat(home()).doesNotExist();
  }

  private String register(Path file) {
    return refused("register", file.toString());
  }

  @Test
  void a_file_that_does_not_exist() {
    assertThat(register(folder.resolve("none.jar")))
        .contains("there is no file " + folder.resolve("none.jar"));
    assertThat(register(folder.resolve("None.java"))).contains("None.java");
  }

  @Test
  void a_file_that_is_not_a_jar() throws Exception {
    Path text = Files.writeString(folder.resolve("text.jar"), "text");
    assertThat(register(text)).contains("text.jar is not a jar", "build it again");
    Path empty = Files.createFile(folder.resolve("empty.jar"));
    assertThat(register(empty)).contains("empty.jar is not a jar");
    Path other = Files.writeString(folder.resolve("notes.txt"), "text");
    assertThat(register(other))
        .contains("notes.txt is neither a jar, nor a folder with jars, nor a .java file");
  }

  @Test
  void a_damaged_jar() throws Exception {
    Path jar = jar("app.jar", flows("one"));
    byte[] whole = Files.readAllBytes(jar);
    Files.write(jar, Arrays.copyOf(whole, whole.length - 50));
    assertThat(register(jar)).contains("app.jar is not a jar", "damaged or incomplete");
    byte[] changed = whole.clone();
    Arrays.fill(changed, 100, 140, (byte) 7);
    Files.write(jar, changed);
    assertThat(register(jar)).contains("app.jar is damaged: its file X.class cannot be read");
  }

  @Test
  void a_package_that_is_too_large() throws Exception {
    Path jar = folder.resolve("large.jar");
    try (RandomAccessFile file = new RandomAccessFile(jar.toFile(), "rw")) {
      file.setLength(600L << 20);
    }
    assertThat(register(jar))
        .contains("large.jar has 629,145,600 bytes; the limit of a package is 536,870,912");
  }

  @Test
  void files_without_flows() throws Exception {
    Path jar = jar("app.jar", "public List<Flow<?>> flows() { return List.of(); }");
    assertThat(register(jar)).contains("app.jar offers no flows; X.flows() must return");
    assertThat(refused("register", source("Mine", "static int x;")))
        .contains("Mine.java has no flow; write a static method");
  }

  @Test
  void an_empty_folder() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("lib"));
    assertThat(register(empty)).contains("the folder " + empty + " has no jar");
  }

  @Test
  void classes_for_a_newer_jdk() throws Exception {
    jar("app.jar", flows("one"));
    byte[] code = Files.readAllBytes(folder.resolve("classes/X.class"));
    code[7] = 90;
    assertThat(register(jar("app.jar", code)))
        .contains("app.jar was compiled for JDK 46 (X.class), and this is JDK", "--release");
  }

  @Test
  void flows_that_fail_to_define_themselves() throws Exception {
    Path jar = jar("app.jar", "public List<Flow<?>> flows() { throw new Error(\"no database\"); }");
    assertThat(register(jar))
        .contains(
            "the flows of " + jar + " cannot be registered", "Error: no database", "X.java:2");
    assertThat(
            refused(
                "register",
                source("Mine", "static Flow<?> flow() { return Flow.define(\"f\", f -> null); }")))
        .contains("Mine.java", "flow 'f' is invalid");
    assertThat(refused("register", source("Wrong", "int x = \"text\";")))
        .contains("Wrong.java does not compile:", "line 2: incompatible types");
  }

  @Test
  void two_flows_of_one_name() throws Exception {
    Path jar = jar("app.jar", flows("one", "one"));
    assertThat(register(jar))
        .contains("app.jar has two flows of the name 'one', by X.flows() and by X.flows()");
    assertThat(
            refused(
                "register", source("Mine", flow("one", "1")), source("Other", flow("one", "2"))))
        .contains("two flows of the name 'one', by Mine.flow() and by Other.flow()");
  }

  @Test
  void one_flow_that_cannot_be_registered_among_others() throws Exception {
    String good = source("Good", flow("good", "1"));
    String bad = source("Bad", "static Flow<?> flow() { throw new Error(\"bad\"); }");
    assertThat(refused("register", good, bad)).contains("Error: bad");
    assertThat(refused("register", good, "--flow", "better"))
        .contains("Good.java has no flow 'better'; it has good");
  }

  @Test
  void no_file_is_given() {
    assertThat(praetor("register")).isEqualTo(2);
    assertThat(err.toString()).contains("FILE");
  }
}
