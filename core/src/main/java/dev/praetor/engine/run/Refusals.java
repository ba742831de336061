package dev.praetor.engine.run;

import dev.praetor.ErrorCode;
import dev.praetor.OrderRefused;
import dev.praetor.StateType;

/** The reasons for which a run refuses orders about its task runs. */
public final class Refusals {
  private Refusals() {}

  public static OrderRefused hasEnded(String path, StateType type) {
    return refused(
        path,
        ErrorCode.CONFLICT,
        "task run '" + path + "' has already ended (" + type.label() + ")",
        "restart the run to run it again");
  }

  public static OrderRefused hasChildren(String name) {
    return refused(
        name,
        ErrorCode.CONFLICT,
        "'" + name + "' is a mapped node with children",
        "skip its children one by one: " + name + "[0]");
  }

  public static OrderRefused later(String path, String why) {
    return new OrderRefused(
        ErrorCode.CONFLICT,
        "task run '" + path + "'",
        "task run '" + path + "' cannot be ended now: " + why,
        "",
        true);
  }

  public static OrderRefused refused(String path, ErrorCode code, String problem, String advice) {
    String subject = path.startsWith("run ") ? path : "task run '" + path + "'";
    return new OrderRefused(code, subject, problem, advice, false);
  }
}
