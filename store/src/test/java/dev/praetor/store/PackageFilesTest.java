package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.flow.PackageFiles;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.StoreFailed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of the files of packages, on each database. */
@ParameterizedClass
@EnumSource
class PackageFilesTest extends StoreTest {
  PackageFilesTest(Databases databases) {
    super(databases, databases.fresh());
  }

  static byte[] read(PackageFiles files, PackageFile file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    files.copy(file, bytes);
    return bytes.toByteArray();
  }

  private PackageFiles files() {
    return store.packageFiles();
  }

  @Test
  void a_file_of_several_pieces_is_read_as_it_was_put() throws Exception {
    for (int length : new int[] {0, 1, 1 << 20, (1 << 20) + 1, 9_000_000}) {
      SentPackage code = SentPackage.large(length);
      code.send(files());
      assertThat(files().missing(code.contents())).isEmpty();
      assertThat(read(files(), code.file())).isEqualTo(code.content());
    }
  }

  @Test
  void a_file_that_is_there_is_not_sent_again() throws Exception {
    String library = unique();
    assertThat(SentPackage.of(unique(), library).send(files()))
        .containsExactlyInAnyOrder("a0.jar", "a1.jar");
    assertThat(SentPackage.of(unique(), library).send(files())).containsExactly("a0.jar");
  }

  @Test
  void a_file_that_does_not_arrive_whole_is_not_stored() throws Exception {
    SentPackage code = SentPackage.large(2_500_001);
    byte[] whole = code.content();
    byte[] changed = whole.clone();
    changed[2_000_000]++;
    Map<String, byte[]> wrong =
        Map.of(
            "it has only 2,000,000 bytes, and 2,500,001 were announced",
            Arrays.copyOf(whole, 2_000_000),
            "it has more than 2,500,001 bytes, and 2,500,001 were announced",
            Arrays.copyOf(whole, 2_500_002),
            "its SHA-256 is not " + code.file().sha256(),
            changed);
    wrong.forEach((why, bytes) -> {
      assertThatThrownBy(() -> files().put(code.file(), new ByteArrayInputStream(bytes)))
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("large.jar did not arrive whole: " + why)
          .hasMessageContaining("send it again");
      assertThat(files().missing(code.contents())).containsExactly(code.file());
    });
  }

  @Test
  void a_damaged_file_is_found_and_can_be_sent_again() throws Exception {
    SentPackage code = SentPackage.large(1_200_000);
    code.send(files());
    try (StoreParts parts = StoreParts.of(database)) {
      BlobDamage.change(parts, code.content());
    }
    assertThatThrownBy(() -> read(files(), code.file()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("is missing from the store, or damaged there");
    assertThat(code.send(files())).isEqualTo(List.of("large.jar"));
    assertThat(read(files(), code.file())).isEqualTo(code.content());
  }

  @Test
  void a_file_whose_pieces_are_gone_is_missing() throws Exception {
    SentPackage code = SentPackage.large(1_300_000);
    code.send(files());
    try (StoreParts parts = StoreParts.of(database)) {
      BlobDamage.delete(parts, code.content());
    }
    assertThat(code.send(files())).isEqualTo(List.of("large.jar"));
    assertThat(read(files(), code.file())).isEqualTo(code.content());
  }

  @Test
  void a_file_that_no_package_names_is_deleted_later() throws Exception {
    SentPackage code = SentPackage.large(1_400_000);
    code.send(files());
    try (StoreParts parts = StoreParts.of(database)) {
      parts.upkeep(Retention.DEFAULT).apply(Instant.now());
      assertThat(files().missing(code.contents())).isEmpty();
      FarFuture.upkeep(parts);
    }
    assertThat(files().missing(code.contents())).containsExactly(code.file());
  }
}
