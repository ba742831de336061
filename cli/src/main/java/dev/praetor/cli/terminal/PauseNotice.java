package dev.praetor.cli.terminal;

import dev.praetor.State;
import dev.praetor.engine.RunListener;

/** Says on the terminal that a person has paused the run, and that it goes on. */
public final class PauseNotice implements RunListener {
  private final RunView view;
  private boolean paused;

  public PauseNotice(RunView view) {
    this.view = view;
  }

  @Override
  public synchronized void flowRun(State state) {
    boolean now = state instanceof State.Paused;
    if (now || paused && state instanceof State.Running) {
      view.say("the run is " + state.message());
    }
    paused = now;
  }
}
