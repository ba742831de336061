package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.worker.VersionFit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers and workers of different versions at one store. */
@ParameterizedClass
@EnumSource
class VersionsTest extends StoreTest {
  VersionsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private static void refused(RunStore newcomer, String version, String... words) {
    assertThatThrownBy(() -> newcomer.versions().join(version))
        .isInstanceOfSatisfying(
            StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .message()
        .contains(words);
  }

  @Test
  void versions_that_are_too_far_apart_are_refused_with_what_to_upgrade() {
    store.versions().join("1.4.2");
    try (RunStore newcomer = RunStore.open(database, StoreOptions.defaults())) {
      refused(newcomer, "1.2.9", "1.2.9", "1.4.2", "upgrade this one to 1.4.2");
      refused(newcomer, "1.6.0", "1.6.0", "1.4.2", "upgrade it to 1.6.0");
      refused(newcomer, "2.4.2", "upgrade it to 2.4.2");
      refused(newcomer, "dev", "use the same version");
      newcomer.versions().join("1.3.0-SNAPSHOT");
      newcomer.versions().join("1.5.7");
    }
  }

  @Test
  void a_process_that_has_ended_is_in_nobodys_way() {
    try (RunStore old = RunStore.open(database, StoreOptions.defaults())) {
      old.versions().join("1.1.0");
      refused(store, "1.4.0", "1.1.0");
    }
    store.versions().join("1.4.0");
  }

  @Test
  void one_minor_version_more_or_less_fits() {
    assertThat(VersionFit.of("0.1.0", "0.2.9-SNAPSHOT")).isEqualTo(VersionFit.FITS);
    assertThat(VersionFit.of("dev", "dev")).isEqualTo(VersionFit.FITS);
    assertThat(VersionFit.of("0.9.0", "0.10.0")).isEqualTo(VersionFit.FITS);
    assertThat(VersionFit.of("0.9.0", "1.0.0")).isEqualTo(VersionFit.FIRST_IS_OLDER);
    assertThat(VersionFit.of("0.12.0", "0.10.0")).isEqualTo(VersionFit.SECOND_IS_OLDER);
    assertThat(VersionFit.of("0.12", "x")).isEqualTo(VersionFit.DIFFERS);
  }
}
