package dev.praetor.server.graphql.read;

import dev.praetor.store.RunStore;
import dev.praetor.store.query.StoreQueries;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The things that answers are made of.
 *
 * @param version the version of Praetor
 * @param started the time at which the server started
 */
public record Reads(
    RunStore store, StoreQueries queries, InstantSource clock, String version, Instant started) {}
