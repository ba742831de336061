package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.engine.loading.PackageLoader;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.PackageFolder;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The command register, on a home and on a server. */
@ParameterizedClass
@EnumSource
class RegisterCommandTest extends RegisteringTest {
  RegisterCommandTest(Place kind) {
    super(kind);
  }

  @Test
  void flows_are_new_then_unchanged_then_changed() throws Exception {
    String source = source("Mine", flow("mine", "1"));
    assertThat(succeed("register", source)).isEqualTo("mine  new        version 1\n");
    assertThat(succeed("register", source)).isEqualTo("mine  unchanged  version 1\n");
    source("Mine", flow("mine", "2"));
    assertThat(succeed("register", source))
        .contains("mine  changed    version 2")
        .contains("task add: inputs ");
    source("Mine", flow("mine", "1"));
    assertThat(succeed("register", source)).contains("mine  changed    version 1 again");
  }

  @Test
  void another_package_with_the_same_graph_is_told() throws Exception {
    Path jar = jar("app.jar", flows("one", "two"));
    assertThat(succeed("register", jar.toString()))
        .isEqualTo("one  new        version 1\ntwo  new        version 1\n");
    jar("app.jar", "static int other; " + flows("one", "two"));
    assertThat(succeed("register", jar.toString(), "--flow", "two"))
        .isEqualTo("two  changed    version 2\n  same graph, other code\n");
    assertThat(succeed("flows", "list"))
        .containsPattern("one  version 1 ")
        .containsPattern("two  version 2 ");
  }

  @Test
  void the_outcome_is_a_document() throws Exception {
    String source = source("Mine", flow("mine", "1"));
    JsonNode first = json("register", source);
    assertThat(first.get("project").asString()).isEqualTo("default");
    assertThat(first.get("package").get("kind").asString()).isEqualTo("sources");
    assertThat(first.get("package").get("files").get(0).get("name").asString())
        .isEqualTo("flows.jar");
    assertThat(first.get("flows").get(0).get("status").asString()).isEqualTo("new");
    assertThat(first.get("flows").get(0).has("previous")).isFalse();
    source("Mine", flow("mine", "2"));
    JsonNode changed = json("register", source, "--project", "default").get("flows").get(0);
    assertThat(changed.get("status").asString()).isEqualTo("changed");
    assertThat(changed.get("version").asInt()).isEqualTo(2);
    assertThat(changed.get("previous").asInt()).isEqualTo(1);
    assertThat(changed.get("sameGraph").asBoolean()).isFalse();
    assertThat(changed.get("changes").get(0).get("part").asString()).isEqualTo("task");
  }

  @Test
  void a_folder_is_registered_and_can_be_run_from_the_home() throws Exception {
    jar("app/app.jar", flows("one"));
    Files.copy(jar("lib.jar", flows("unused")), folder.resolve("app/notes.txt"));
    JsonNode done = json("register", folder.resolve("app").toString());
    assertThat(done.get("package").get("files").size()).isEqualTo(1);
    try (RunStore store = RunStore.open(new StoreLocation.Home(home()))) {
      Path place =
          new PackageFolder(home(), store.packageFiles())
              .open(done.get("package").get("sha256").asString());
      assertThat(PackageLoader.load(place))
          .singleElement()
          .matches(flow -> flow.name().equals("one"));
    }
  }

  @Test
  void a_library_is_kept_once() throws Exception {
    Path library = jar("lib.jar", "static int library; " + flows("library"));
    long size = Files.size(library);
    for (int i = 0; i < 3; i++) {
      Path one = Files.createDirectories(folder.resolve("app" + i));
      Files.copy(library, one.resolve("lib.jar"));
      jar("app" + i + "/app.jar", "static int app" + i + "; " + flows("app"));
    }
    for (int i = 0; i < 3; i++) {
      // The class X of app.jar hides the one of the library.
      succeed("register", folder.resolve("app" + i).toString(), "--flow", "app");
    }
    try (Stream<Path> blobs = Files.walk(home().resolve("blobs"))) {
      List<Path> files = blobs.filter(Files::isRegularFile).toList();
      assertThat(files).hasSize(4);
      assertThat(files).filteredOn(file -> file.toFile().length() == size).hasSize(1);
    }
  }

  @Test
  void an_archived_flow_stays_archived() throws Exception {
    String source = source("Mine", flow("mine", "1"));
    succeed("register", source);
    succeed("flows", "archive", "mine");
    source("Mine", flow("mine", "2"));
    assertThat(succeed("register", source))
        .contains("version 2")
        .contains("it is archived and makes no runs; praetor flows unarchive mine");
  }

  @Test
  void a_project_that_does_not_exist_is_refused_with_the_way_to_make_it() throws Exception {
    assertThat(refused("register", source("Mine", flow("mine", "1")), "--project", "shop"))
        .contains("there is no project 'shop'", "praetor projects add shop");
    if (isLocal()) {
      assertThat(home()).doesNotExist();
    }
  }
}
