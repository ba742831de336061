package dev.praetor.cli.place;

import dev.praetor.client.Filter;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.ServerRefused;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.project.Projects;

/** The projects of a server. */
final class ServerProjects {
  private ServerProjects() {}

  /**
   * Checks that the key sees a project.
   *
   * @throws StoreFailed if not
   */
  static void require(PraetorClient client, String name) {
    Listing named = Listing.where(Filter.is("name", name)).withFirst(1);
    if (client.projects().page(named).nodes().isEmpty()) {
      throw Projects.none(name);
    }
  }

  /**
   * Deletes a thing of a project.
   *
   * @return whether there was one
   * @throws StoreFailed if the key does not see the project
   */
  static boolean isDeleted(PraetorClient client, String project, Runnable deletes) {
    try {
      deletes.run();
      return true;
    } catch (ServerRefused e) {
      if (e.serverCode().equals("NOT_FOUND")) {
        require(client, project);
        return false;
      }
      throw e;
    }
  }
}
