package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.ErrorCode;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.QueryLimit;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.StoreFailed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A query that takes too long ends, and leaves its connection to others. */
@ParameterizedClass
@EnumSource
@Timeout(60)
class QueryLimitTest extends StoreTest {
  private static final String ENDLESS =
      """
      WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted)
      SELECT count(*) AS n FROM counted
      """;
  private static final Duration SHORT = Duration.ofMillis(100);

  QueryLimitTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Long> answer(QueryRunner query, String sql) {
    return query.all(sql, List.of(), row -> row.getLong("n"));
  }

  @Test
  void it_ends_with_an_error_that_says_so_and_the_next_one_is_answered() {
    try (HikariDataSource pool = Database.pool(database)) {
      QueryRunner query = new QueryRunner(pool, database).within(QueryLimit.of(SHORT, 1));
      for (int i = 0; i < 10; i++) {
        assertThatThrownBy(() -> answer(query, ENDLESS))
            .isInstanceOfSatisfying(
                StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_COSTLY))
            .hasMessageContaining("the query was ended after 0 s");
        assertThat(answer(query, "SELECT 7 AS n")).containsExactly(7L);
      }
    }
  }

  @Test
  void reading_row_by_row_ends_too_however_slowly_rows_are_read() {
    String rows = ENDLESS.replace("count(*) AS n", "n");
    try (HikariDataSource pool = Database.pool(database)) {
      QueryLimit limit = QueryLimit.of(SHORT, 1);
      QueryRunner query = new QueryRunner(pool, database).within(limit);
      for (long pause : List.of(0L, 30L)) {
        assertThatThrownBy(() -> query.each(rows, List.of(), 50, () -> _ -> slowly(pause)))
            .isInstanceOfSatisfying(
                StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_COSTLY));
        assertThat(answer(query, "SELECT 7 AS n")).containsExactly(7L);
      }
      QueryLimit.Deadline deadline = limit.deadline();
      await().until(() -> isOver(deadline));
      QueryLimit.NONE.deadline().check();
    }
  }

  private static boolean isOver(QueryLimit.Deadline deadline) {
    try {
      deadline.check();
      return false;
    } catch (StoreFailed e) {
      return e.code() == ErrorCode.TOO_COSTLY;
    }
  }

  private static boolean slowly(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
    return true;
  }

  @Test
  void while_all_places_are_taken_others_wait_and_queries_without_the_limit_do_not()
      throws Exception {
    try (HikariDataSource pool = Database.pool(database);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      QueryRunner unlimited = new QueryRunner(pool, database);
      QueryRunner query = unlimited.within(QueryLimit.of(SHORT, 1));
      CountDownLatch taken = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      CompletableFuture<List<Long>> first =
          CompletableFuture.supplyAsync(
              () ->
                  query.all(
                      "SELECT 1 AS n",
                      List.of(),
                      row -> {
                        taken.countDown();
                        awaited(release);
                        return row.getLong("n");
                      }),
              threads);
      taken.await();
      assertThatThrownBy(() -> answer(query, "SELECT 1 AS n"))
          .isInstanceOfSatisfying(
              StoreFailed.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
      assertThat(answer(unlimited, "SELECT 2 AS n")).containsExactly(2L);
      release.countDown();
      // It may have ended before, or been ended.
      assertThat(first.handle((_, _) -> true).join()).isTrue();
      assertThat(answer(query, "SELECT 3 AS n")).containsExactly(3L);
    }
  }
}
