package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.QueryRunner;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Questions about texts that no database can store. */
@ParameterizedClass
@EnumSource
class UnstorableTextTest extends StoreTest {
  UnstorableTextTest(Databases databases) {
    super(databases);
  }

  @Test
  void they_are_answered_as_if_the_text_was_stored() {
    try (HikariDataSource pool = Database.pool(database)) {
      QueryRunner query = new QueryRunner(pool, database);
      for (String text : List.of("a\0b", "a\ud800b", "a\udc00b")) {
        assertThat(
                query.all(
                    "SELECT CAST(? AS TEXT) AS text", List.of(text), row -> row.getString("text")))
            .containsExactly("a\uFFFDb");
      }
    }
  }
}
