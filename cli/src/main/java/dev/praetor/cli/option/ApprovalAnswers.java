package dev.praetor.cli.option;

import java.util.Set;

/**
 * The answers to approvals that were given beforehand.
 *
 * @param approved the task runs that are approved, or {@code all}
 * @param waiting whether the others wait for {@code praetor runs approve}
 */
public record ApprovalAnswers(Set<String> approved, boolean waiting) {
  /** No answers: a person is asked. */
  public static final ApprovalAnswers ASK = new ApprovalAnswers(Set.of(), false);

  public ApprovalAnswers {
    approved = Set.copyOf(approved);
  }

  /** Tells whether a task run was approved beforehand. */
  public boolean approves(String taskRun) {
    return approved.contains(taskRun) || approved.contains("all");
  }
}
