package dev.praetor.store.report;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.write.WriteQueue;
import java.util.List;
import java.util.Optional;

/** Stores the artifacts of task runs. A later artifact of a name replaces the earlier one. */
public record Artifacts(QueryRunner query, WriteQueue writes) {
  private static final int LARGEST = 16 << 20;

  /**
   * Stores an artifact, which is durable when this method returns.
   *
   * @throws Journal.TooLarge if the content has more than 16 million characters
   */
  public void add(Journal.Artifact artifact) throws Journal.TooLarge {
    int size = artifact.content().length();
    if (size > LARGEST) {
      throw new Journal.TooLarge(
          ("artifact '%s' has %,d characters, and the limit is %,d; publish a part of it, or the"
                  + " location of the data")
              .formatted(artifact.name(), size, LARGEST));
    }
    writes.now(connection ->
        Sql.update(
            connection,
            """
            INSERT INTO artifact (run, node, idx, name, attempt, time, size, content)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run, node, idx, name) DO UPDATE SET
              attempt = excluded.attempt, time = excluded.time, size = excluded.size,
              content = excluded.content
            """,
            artifact.from().run().toString(),
            StorableText.plain(artifact.from().node()),
            artifact.from().index(),
            StorableText.plain(artifact.name()),
            artifact.from().attempt(),
            Micros.micros(artifact.from().time()),
            (long) size,
            StorableText.plain(artifact.content())));
  }

  public List<StoredArtifact> list(RunId run) {
    return query.all(
        "SELECT node, idx, name, attempt, time, size FROM artifact WHERE run = ?"
            + " ORDER BY time, node, idx, name",
        List.of(run.toString()),
        row ->
            new StoredArtifact(
                row.getString("node"),
                row.getInt("idx"),
                row.getString("name"),
                row.getInt("attempt"),
                Micros.of(row.getLong("time")),
                row.getLong("size")));
  }

  public Optional<String> content(RunId run, StoredArtifact artifact) {
    return query.first(
        "SELECT content FROM artifact WHERE run = ? AND node = ? AND idx = ? AND name = ?",
        List.of(run.toString(), artifact.node(), artifact.index(), artifact.name()),
        row -> row.getString("content"));
  }
}
