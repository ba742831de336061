package dev.praetor.engine.loop;

import dev.praetor.engine.taskruns.NodeRun;
import java.util.Optional;

/** The past of a new run: nothing is known. Immutable. */
final class Fresh implements KnownBefore {
  @Override
  public boolean settles(NodeRun run, int index) {
    return false;
  }

  @Override
  public boolean settlesNode(NodeRun run) {
    return false;
  }

  @Override
  public Optional<Children> children(NodeRun run) {
    return Optional.empty();
  }
}
