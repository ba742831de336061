package dev.praetor.store;

import dev.praetor.store.db.Database;

class PostgresOwnershipTest extends OwnershipContract {
  private static final Database SHARED = Database.at(PostgresServer.database());

  @Override
  Database database() {
    return SHARED;
  }
}
