package dev.praetor.cli.recorded;

import dev.praetor.RunId;
import dev.praetor.store.flow.PackageSource;
import dev.praetor.store.history.RecordSource;
import java.util.Optional;

/**
 * Everything that is needed to call the code of a recorded run again.
 *
 * @param record the record of the run
 * @param registered the SHA-256 of the package with its code, if that is registered
 * @param packages the packages of the place
 */
public record RunCode(
    RunId run, RecordSource record, Optional<String> registered, PackageSource packages) {}
