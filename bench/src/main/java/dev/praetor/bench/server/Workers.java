package dev.praetor.bench.server;

import dev.praetor.bench.Figure;
import java.io.IOException;
import java.util.List;

/** The ways in which runs are executed, each with a runner of its own. */
enum Workers {
  EMBEDDED("by the server's own worker", 5, 15),
  OWN("by a worker with the database", 15, 50),
  REMOTE("by a worker without a database", 15, 50);

  private final String words;
  private final double goalOfMedian;
  private final double goal;

  Workers(String words, double goalOfMedian, double goal) {
    this.words = words;
    this.goalOfMedian = goalOfMedian;
    this.goal = goal;
  }

  /** Returns it as the end of the name of a figure. */
  String words() {
    return words;
  }

  /** Returns the percentiles of the start of code with their goals. */
  List<Figure.Part> percentiles(Sample sample) {
    return sample.percentiles(goalOfMedian, goal);
  }

  /** Starts a server with such a worker on a deployment, and registers the flows. */
  Started start(Deployment deployment) throws IOException, InterruptedException {
    Started server = this == EMBEDDED ? deployment.server() : deployment.server("--no-worker");
    Started _ =
        switch (this) {
          case EMBEDDED -> server;
          case OWN -> deployment.worker();
          case REMOTE -> deployment.remoteWorker(server);
        };
    deployment.register();
    return server;
  }
}
