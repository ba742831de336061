package dev.praetor.engine.packaging;

import dev.praetor.engine.ShellArgument;

/** Commands that errors advise, as a shell takes them. */
public final class CommandAdvice {
  private CommandAdvice() {}

  /** Returns the command that sets a secret of the default project in a home. */
  public static String setSecret(String name) {
    return "praetor secrets set " + ShellArgument.of(name);
  }

  /** Returns the command that sets a secret of the project of a flow and grants it to the flow. */
  public static String setSecret(String name, FlowKey flow) {
    return setSecret(name) + project(flow.project()) + " --grant " + ShellArgument.of(flow.name());
  }

  /** Returns the option that names a project, with a space before it; empty for the default one. */
  public static String project(String project) {
    return project.equals(Registration.DEFAULT_PROJECT)
        ? ""
        : " --project " + ShellArgument.of(project);
  }
}
