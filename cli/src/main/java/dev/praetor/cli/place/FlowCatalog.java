package dev.praetor.cli.place;

import dev.praetor.FlowSpec;
import dev.praetor.engine.packaging.BuiltPackage;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.model.RegisteredChange;
import dev.praetor.store.model.RegisteredVersion;
import java.io.IOException;
import java.util.List;

/** The registered flows of a place. */
public interface FlowCatalog extends AutoCloseable {
  /** Returns the description of a version. */
  FlowSpec spec(RegisteredVersion version);

  /**
   * Registers flows, all or none of them, after the files of their package that the place does not
   * have.
   */
  List<RegisteredChange> register(BuiltPackage code, Registration registration) throws IOException;

  @Override
  void close();
}
