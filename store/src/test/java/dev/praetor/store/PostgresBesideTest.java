package dev.praetor.store;

class PostgresBesideTest extends BesideContract {
  private static final Database SHARED = PostgresServer.database();

  @Override
  Database database() {
    return SHARED;
  }

  @Override
  Database freshDatabase() {
    return PostgresServer.database();
  }
}
