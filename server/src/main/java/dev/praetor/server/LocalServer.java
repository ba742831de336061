package dev.praetor.server;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A server that runs on a home of this machine.
 *
 * @param url the address at which it listens
 * @param certificate the file with its certificate, which may be for another name than that
 *     address; absent without encryption
 * @param publicUrl the address by which others reach it, if it is another one
 */
public record LocalServer(URI url, Optional<Path> certificate, Optional<URI> publicUrl) {
  /** Returns its addresses. */
  public List<URI> urls() {
    return publicUrl.map(other -> List.of(url, other)).orElse(List.of(url));
  }
}
