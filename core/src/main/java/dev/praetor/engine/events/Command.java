package dev.praetor.engine.events;

/** An action to be done by the owner of the run. */
public final class Command extends Event {
  private final Runnable action;

  public Command(Runnable action) {
    this.action = action;
  }

  @Override
  public void handle() {
    action.run();
  }
}
