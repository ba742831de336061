package dev.praetor.store;

class PostgresOwnershipTest extends OwnershipContract {
  private static final Database SHARED = Database.at(PostgresServer.database());

  @Override
  Database database() {
    return SHARED;
  }
}
