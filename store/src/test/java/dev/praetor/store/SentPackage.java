package dev.praetor.store;

import dev.praetor.Flow;
import dev.praetor.FlowSpec;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.flow.PackageFiles;
import dev.praetor.store.flow.RegisteredChange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** A package with its bytes, which tests send to a store. */
record SentPackage(FlowPackage contents, Map<String, byte[]> bytes) {
  /** Creates a package of files with these texts, whose names are a0.jar, a1.jar and so on. */
  static SentPackage of(String... texts) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < texts.length; i++) {
      files.put("a" + i + ".jar", texts[i].getBytes(StandardCharsets.UTF_8));
    }
    return of(files);
  }

  /** Creates a package of one file of some length. */
  static SentPackage large(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return of(Map.of("large.jar", bytes));
  }

  /** Creates a package of files with their names. */
  static SentPackage of(Map<String, byte[]> files) {
    List<PackageFile> listed = new ArrayList<>();
    Map<String, byte[]> byHash = new LinkedHashMap<>();
    files.forEach((name, bytes) -> {
      PackageFile file = new PackageFile(name, new Blob(bytes).ref().hash(), bytes.length);
      listed.add(file);
      byHash.put(file.sha256(), bytes);
    });
    return new SentPackage(new FlowPackage(FlowPackage.Kind.JARS, 21, listed), byHash);
  }

  PackageFile file() {
    return contents.files().getFirst();
  }

  byte[] content() {
    return Objects.requireNonNull(bytes.get(file().sha256()));
  }

  /** Puts the missing files into a store, and returns their names. */
  List<String> send(PackageFiles to) throws IOException {
    List<String> sent = new ArrayList<>();
    for (PackageFile file : to.missing(contents)) {
      to.put(file, new ByteArrayInputStream(Objects.requireNonNull(bytes.get(file.sha256()))));
      sent.add(file.name());
    }
    return sent;
  }

  Registration registration(Flow<?>... flows) {
    Map<String, FlowSpec> specs = new LinkedHashMap<>();
    for (Flow<?> flow : flows) {
      specs.put(flow.name(), flow.spec());
    }
    return new Registration(Registration.DEFAULT_PROJECT, specs, contents);
  }

  /** Sends the package and registers flows. */
  List<RegisteredChange> register(RunStore store, Flow<?>... flows) throws IOException {
    send(store.packageFiles());
    return store.registeredFlows().register(registration(flows), "ann");
  }
}
