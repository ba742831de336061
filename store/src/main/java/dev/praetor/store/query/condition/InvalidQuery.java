package dev.praetor.store.query.condition;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;

/**
 * Thrown if a query makes no sense: an operator or a value does not suit its field, a field belongs
 * to another entity, or a cursor belongs to another query. Its code is {@code BAD_REQUEST}.
 */
public final class InvalidQuery extends PraetorException {
  private static final long serialVersionUID = 1;

  public InvalidQuery(String subject, String problem, String advice) {
    super(ErrorCode.BAD_REQUEST, subject, problem, advice);
  }
}
