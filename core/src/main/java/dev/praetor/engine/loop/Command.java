package dev.praetor.engine.loop;

/** Something to be done by the owner of the run. */
public final class Command extends Event {
  private final Runnable action;

  public Command(Runnable action) {
    this.action = action;
  }

  @Override
  void handle(RunLoop loop) {
    action.run();
  }
}
