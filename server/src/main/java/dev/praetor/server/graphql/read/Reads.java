package dev.praetor.server.graphql.read;

import dev.praetor.store.RunStore;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.secret.LocalSecrets;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The things that answers are made of.
 *
 * @param silent whether a runner with a session at this server, by its id, was not heard for so
 *     long that it is suspect
 * @param version the version of Praetor
 * @param started the time at which the server started
 * @param publicUrl the address by which browsers reach the server, if it is another one
 */
public record Reads(
    RunStore store,
    StoreQueries queries,
    LocalSecrets secrets,
    Predicate<String> silent,
    InstantSource clock,
    String version,
    Instant started,
    Optional<URI> publicUrl) {}
