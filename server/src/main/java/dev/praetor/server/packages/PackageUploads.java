package dev.praetor.server.packages;

import dev.praetor.FlowSpec;
import dev.praetor.PraetorException;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.PackageLimits;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.server.access.Caller;
import dev.praetor.server.audit.Audit;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import dev.praetor.server.http.Routes;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.Role;
import dev.praetor.store.audit.row.AuditTarget;
import dev.praetor.store.audit.row.TargetKind;
import dev.praetor.store.flow.PackageFiles;
import dev.praetor.store.flow.RegisteredChange;
import dev.praetor.store.flow.SentContent;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.project.Projects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers the requests that register flows: which files are missing, their pieces, the files of the
 * pieces, and the registration itself. Thread-safe.
 */
public record PackageUploads(RunStore store, Audit audit) {
  private static final PackageLimits LIMITS = PackageLimits.DEFAULT;
  private static final int MOST_FLOWS = 1_000;

  /** Adds the requests. */
  public Routes.Builder addTo(Routes.Builder routes) {
    return routes
        .add("POST", "/api/packages/uploads/missing", this::missing)
        .add("PUT", "/api/packages/uploads/pieces/{sha256}", this::piece)
        .add("POST", "/api/packages/uploads/files", this::file)
        .add("POST", "/api/packages/uploads/registration", this::register);
  }

  private static PackageFile file(UploadBody file) {
    return new PackageFile(
        file.name("name"), file.hash("sha256"), file.size("size", LIMITS.bytes()));
  }

  /** Returns the files of a package, which are within the limits together. */
  private static List<PackageFile> files(UploadBody contents) {
    List<PackageFile> files =
        contents.objects(
            "files", LIMITS.files(), each -> file(each.only("name", "sha256", "size")));
    if (files.isEmpty()) {
      throw UploadBody.refused("a package has at least one file");
    }
    long size = files.stream().mapToLong(PackageFile::size).sum();
    if (size > LIMITS.bytes()) {
      throw new RequestRefused(
          ApiCode.TOO_LARGE,
          "the files of a package have at most %,d bytes together, not %,d"
              .formatted(LIMITS.bytes(), size));
    }
    return files;
  }

  private Answer missing(Call call) {
    call.requireOptions(Set.of());
    UploadBody body = UploadBody.of(call).only("project", "files");
    FlowPackage contents = new FlowPackage(FlowPackage.Kind.JARS, 0, files(body));
    Set<PackageFile> missing = new LinkedHashSet<>(store.packageFiles().missing(contents));
    sender(body.optionalName("project"))
        .ifPresent(project -> missing.addAll(store.sentContent().missing(project, contents)));
    ObjectNode answer = JsonMapper.shared().createObjectNode().put("piece", PackageFiles.PIECE);
    ArrayNode hashes = answer.putArray("missing");
    missing.forEach(file -> hashes.add(file.sha256()));
    return Answer.json(200, answer);
  }

  /**
   * Returns the project for which the caller has to have what it registers; absent if the caller
   * works for the whole server, and so may read all packages.
   *
   * @param given the project that the request names
   */
  private Optional<String> sender(Optional<String> given) {
    Caller caller = Caller.current();
    given.ifPresent(this::require);
    if (caller.seesAll()) {
      return Optional.empty();
    }
    Set<String> own = caller.roles().projectsWith(Role.AUTHOR).orElse(Set.of());
    if (given.isEmpty() && own.size() != 1) {
      throw UploadBody.refused(
          "'project' is missing: %s may register in several projects".formatted(caller.words()));
    }
    return given.or(() -> own.stream().findFirst());
  }

  private Answer piece(Call call) {
    call.requireOptions(Set.of("project"));
    Optional<String> sender = sender(call.option("project"));
    String announced = UploadBody.hash(call.variable("sha256"), "sha256");
    byte[] bytes = call.body();
    if (bytes.length == 0) {
      throw UploadBody.refused("a piece has at least 1 byte");
    }
    MessageDigest digest = Sha256.digest();
    if (!HexFormat.of().formatHex(digest.digest(bytes)).equals(announced)) {
      throw UploadBody.refused(
          "the piece of %,d bytes did not arrive whole: its SHA-256 is not %s; send it again"
              .formatted(bytes.length, announced));
    }
    try {
      store.packageFiles().putPiece(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sender.ifPresent(
        project -> store.sentContent().add(project, SentContent.Kind.PIECE, announced));
    return Answer.json(200, JsonMapper.shared().createObjectNode().put("size", bytes.length));
  }

  private Answer file(Call call) {
    call.requireOptions(Set.of());
    UploadBody body = UploadBody.of(call).only("project", "name", "sha256", "size", "pieces");
    Optional<String> sender = sender(body.optionalName("project"));
    PackageFile file = file(body);
    int most = (int) (LIMITS.bytes() / PackageFiles.PIECE) + 1;
    List<String> pieces =
        body.list(
            "pieces",
            most,
            each -> UploadBody.hash(each.isString() ? each.asString() : "", "pieces"));
    recorded(
        "uploadFile",
        AuditTarget.of(TargetKind.PACKAGE_FILE, file.sha256()),
        JsonMapper.shared()
            .createObjectNode()
            .put("name", file.name())
            .put("sha256", file.sha256())
            .put("size", file.size()),
        () -> {
          sender.ifPresent(project -> requireSent(project, file, pieces));
          store.packageFiles().assemble(file, pieces);
          sender.ifPresent(
              project -> store.sentContent().add(project, SentContent.Kind.FILE, file.sha256()));
          return file;
        });
    return Answer.json(200, JsonMapper.shared().createObjectNode().put("sha256", file.sha256()));
  }

  private void requireSent(String project, PackageFile file, List<String> pieces) {
    long rest = file.size();
    for (String piece : pieces) {
      if (!store.sentContent().isSent(project, SentContent.Kind.PIECE, piece)) {
        long size = Math.clamp(rest, 0, PackageFiles.PIECE);
        throw PackageFiles.missing(file, new BlobRef(piece, size));
      }
      rest -= PackageFiles.PIECE;
    }
  }

  private Answer register(Call call) {
    call.requireOptions(Set.of());
    UploadBody body = UploadBody.of(call).only("project", "package", "flows");
    String project = body.name("project");
    Optional<String> sender = sender(Optional.of(project));
    Registration registration =
        new Registration(project, flows(body.object("flows")), contents(body.object("package")));
    List<RegisteredChange> changes =
        recorded(
            "register",
            target(registration),
            arguments(registration),
            () -> {
              sender.ifPresent(own -> store.sentContent().require(own, registration.contents()));
              return store.registeredFlows().register(registration, Caller.currentName());
            });
    ObjectNode answer = JsonMapper.shared().createObjectNode();
    ArrayNode all = answer.putArray("changes");
    changes.forEach(change -> RegistrationJson.write(change, all.addObject()));
    return Answer.json(200, answer);
  }

  private <T> T recorded(
      String action, AuditTarget target, ObjectNode arguments, Callable<T> work) {
    try {
      return audit.change(action, target, arguments, work);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static AuditTarget target(Registration registration) {
    List<String> key = new ArrayList<>(List.of(registration.project()));
    key.addAll(new TreeSet<>(registration.flows().keySet()));
    return AuditTarget.in(
        registration.project(), TargetKind.REGISTRATION, key.toArray(String[]::new));
  }

  private static ObjectNode arguments(Registration registration) {
    ObjectNode arguments =
        JsonMapper.shared()
            .createObjectNode()
            .put("project", registration.project())
            .put("package", registration.contents().sha256());
    ArrayNode flows = arguments.putArray("flows");
    new TreeSet<>(registration.flows().keySet()).forEach(flows::add);
    return arguments;
  }

  private void require(String project) {
    if (!Caller.current().sees(project)) {
      throw Projects.none(project);
    }
    store.projects().require(project);
    Caller.current().requireIn(project);
  }

  private static FlowPackage contents(UploadBody contents) {
    contents.only("kind", "release", "files");
    FlowPackage.Kind kind =
        switch (contents.name("kind")) {
          case "JARS" -> FlowPackage.Kind.JARS;
          case "SOURCES" -> FlowPackage.Kind.SOURCES;
          case "SERVED" -> FlowPackage.Kind.SERVED;
          default -> throw UploadBody.refused("'kind' is JARS, SOURCES or SERVED");
        };
    if (kind == FlowPackage.Kind.SERVED) {
      if (!contents.list("files", LIMITS.files(), each -> each).isEmpty()
          || contents.size("release", 1_000) != 0) {
        throw UploadBody.refused("a package of kind SERVED has no files, and 'release' 0");
      }
      return FlowPackage.SERVED;
    }
    return new FlowPackage(kind, (int) contents.size("release", 1_000), files(contents));
  }

  /** Returns the descriptions of flows, each given as a text, of which the version is a hash. */
  private static Map<String, FlowSpec> flows(UploadBody flows) {
    Map<String, FlowSpec> specs = new LinkedHashMap<>();
    if (flows.json().isEmpty() || flows.json().size() > MOST_FLOWS) {
      throw UploadBody.refused("'flows' has 1 to %,d flows".formatted(MOST_FLOWS));
    }
    flows
        .json()
        .properties()
        .forEach(flow -> specs.put(flow.getKey(), spec(flow.getKey(), flow.getValue())));
    return specs;
  }

  private static FlowSpec spec(String flow, JsonNode text) {
    if (!text.isString()) {
      throw UploadBody.refused("a flow in 'flows' is its description as a text of JSON");
    }
    try {
      FlowSpec spec = new FlowSpec(text.asString());
      String _ = FlowSpecReader.read(spec.json()).name();
      return spec;
    } catch (PraetorException e) {
      throw e;
    } catch (RuntimeException e) {
      throw UploadBody.refused(
          "the description of flow '%s' is damaged"
              .formatted(flow.length() <= 100 ? flow : flow.substring(0, 100) + "…"));
    }
  }
}
