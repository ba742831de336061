package dev.praetor.cli.option;

import java.util.Set;

/**
 * Approvals granted on the command line.
 *
 * @param approved the approved task runs, or {@code all}
 * @param waiting true if other task runs wait for {@code praetor runs approve}
 */
public record ApprovalAnswers(Set<String> approved, boolean waiting) {
  /** Approves nothing: a person is asked about each task run. */
  public static final ApprovalAnswers ASK = new ApprovalAnswers(Set.of(), false);

  public ApprovalAnswers {
    approved = Set.copyOf(approved);
  }

  /** Returns whether a task run was approved on the command line. */
  public boolean approves(String taskRun) {
    return approved.contains(taskRun) || approved.contains("all");
  }
}
