package dev.praetor.engine.loop;

/** An action to be done by the owner of the run. */
final class Command extends Event {
  private final Runnable action;

  Command(Runnable action) {
    this.action = action;
  }

  @Override
  void handle() {
    action.run();
  }
}
