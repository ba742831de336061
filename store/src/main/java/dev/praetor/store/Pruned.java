package dev.praetor.store;

import dev.praetor.RunId;
import java.util.List;

/** What went. */
public record Pruned(List<RunId> runs, long blobs) {}
