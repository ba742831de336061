package dev.praetor.store.query;

import dev.praetor.store.access.User;
import dev.praetor.store.access.Users;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.sql.VisibleProjects;
import java.util.function.Supplier;

/** Answers queries about users that are put together at run time. Thread-safe. */
public final class UserQueries {
  private final Listing<User> users;

  public UserQueries(QueryRunner query, Supplier<VisibleProjects> seen) {
    this.users = new Listing<>(query, seen, Entity.USER, Users.columns("t0"), Users::read);
  }

  /** Returns a page of users; by default in the order of their names. */
  public Page<User> page(PageRequest request) {
    return users.page(request);
  }

  /** Returns the number of users that meet a condition. */
  public CappedCount count(Condition where) {
    return users.count(where);
  }
}
