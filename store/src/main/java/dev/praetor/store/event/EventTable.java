package dev.praetor.store.event;

import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.run.RunIds;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes events, in the transaction of what they tell of. */
public final class EventTable {
  private static final int LONGEST_TEXT = 2_000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private EventTable() {}

  /** Writes an event. */
  public static void write(Connection connection, Instant time, NewEvent event)
      throws SQLException {
    write(connection, time, RunIds.at(time).toString(), event);
  }

  /** Writes an event under an id of its own, unless there is one; returns whether it is new. */
  public static boolean write(Connection connection, Instant time, String id, NewEvent event)
      throws SQLException {
    NewEvent.References about = event.references();
    return Sql.update(
            connection,
            """
            INSERT INTO event
              (id, time, kind, project, flow, run, schedule, worker, pool, actor, text, data)
            VALUES (?, ?, ?,
              coalesce(CAST(? AS TEXT), (SELECT %s FROM flow_run r WHERE r.id = CAST(? AS TEXT))),
              CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT),
              CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?)
            ON CONFLICT DO NOTHING
            """
                .formatted(FlowKeySql.project("r.flow")),
            id,
            Micros.micros(time),
            event.kind().name(),
            about.flow().or(about::schedule).map(key -> FlowKey.of(key).project()).orElse(null),
            text(about.run().orElse(null)),
            text(about.flow().orElse(null)),
            text(about.run().orElse(null)),
            text(about.schedule().orElse(null)),
            text(about.worker().orElse(null)),
            text(about.pool().orElse(null)),
            StorableText.plain(event.actor()),
            shortened(StorableText.plain(event.text())),
            StorableText.plain(JSON.writeValueAsString(new TreeMap<>(event.data()))))
        > 0;
  }

  private static @Nullable String text(@Nullable String text) {
    return text == null ? null : StorableText.plain(text);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
  }
}
