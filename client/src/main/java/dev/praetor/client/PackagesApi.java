package dev.praetor.client;

import dev.praetor.client.Connection.Request;
import dev.praetor.client.NewPackage.PackagedFile;
import dev.praetor.client.model.Json;
import dev.praetor.client.model.RegisteredInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The packages of a server. To register flows, first the files of their package are sent that the
 * server does not have, then the flows. Thread-safe.
 */
public final class PackagesApi {
  private static final String UPLOADS = "/api/packages/uploads/";
  private static final int PIECE = 1 << 20;
  private final Connection connection;

  PackagesApi(Connection connection) {
    this.connection = connection;
  }

  /**
   * Returns the files that have to be sent, each once: files that the server does not have, and for
   * a key that is limited to projects also files that are not in the project.
   *
   * @param project the project in which the package will be registered
   */
  public List<PackagedFile> missing(String project, NewPackage contents) {
    ObjectNode body = ClientJson.MAPPER.createObjectNode().put("project", project);
    write(contents.files(), body.putArray("files"));
    JsonNode answer = connection.json(Request.post(UPLOADS + "missing", body, true));
    Set<String> missing = new HashSet<>();
    answer.path("missing").forEach(each -> missing.add(each.asString()));
    return contents.files().stream().filter(file -> missing.remove(file.sha256())).toList();
  }

  private static void write(List<PackagedFile> files, ArrayNode into) {
    files.forEach(file -> write(file, into.addObject()));
  }

  private static void write(PackagedFile file, ObjectNode into) {
    into.put("name", file.name()).put("sha256", file.sha256()).put("size", file.size());
  }

  /**
   * Sends a file in pieces; a piece that was lost on its way is sent again.
   *
   * @param project the project in which its package will be registered
   * @param bytes its content, which is not closed
   * @throws ServerRefused if the content has another length or hash; the server does not have the
   *     file then
   */
  public void upload(String project, PackagedFile file, InputStream bytes) throws IOException {
    ObjectNode body = ClientJson.MAPPER.createObjectNode().put("project", project);
    String option = "?project=" + URLEncoder.encode(project, StandardCharsets.UTF_8);
    write(file, body);
    ArrayNode pieces = body.putArray("pieces");
    for (byte[] piece = bytes.readNBytes(PIECE);
        piece.length > 0;
        piece = bytes.readNBytes(PIECE)) {
      String hash = hash(piece);
      JsonNode _ =
          connection.json(
              new Request(
                  "PUT",
                  UPLOADS + "pieces/" + hash + option,
                  BodyPublishers.ofByteArray(piece),
                  true));
      pieces.add(hash);
    }
    JsonNode _ = connection.json(Request.post(UPLOADS + "files", body, true));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns the list of the files of a package as JSON, as the server describes it.
   *
   * @throws ServerRefused if there is no such package
   */
  public JsonNode contents(String sha256) {
    return connection.json(Request.get("/api/packages/" + sha256));
  }

  /** Returns the content of a file of a package; the caller closes it. */
  public InputStream file(String sha256) {
    return connection.stream(Request.get("/api/packages/files/" + sha256));
  }

  /**
   * Registers flows, all or none of them. The files of their package must have been uploaded. Made
   * twice, a registration has the effect of one.
   *
   * @param flows the descriptions of the flows as JSON, by the names of the flows
   * @return the effect on each flow, in the order of their names
   */
  public List<Effect> register(String project, NewPackage contents, Map<String, String> flows) {
    ObjectNode body = ClientJson.MAPPER.createObjectNode().put("project", project);
    ObjectNode code =
        body.putObject("package").put("kind", contents.kind()).put("release", contents.release());
    write(contents.files(), code.putArray("files"));
    ObjectNode specs = body.putObject("flows");
    flows.forEach(specs::put);
    return new Json(connection.json(Request.post(UPLOADS + "registration", body, false)))
        .list("changes", Effect::of);
  }

  /**
   * The effect of a registration on a flow. Immutable.
   *
   * @param status NEW, CHANGED or UNCHANGED
   * @param now the current version of the flow, which is the registered one
   * @param before the version that was the current one before; absent if the flow is new
   * @param archived true if the flow is archived, so that it makes no runs
   */
  public record Effect(
      String status, RegisteredInfo now, Optional<RegisteredInfo> before, boolean archived) {
    static Effect of(Json json) {
      return new Effect(
          json.text("status"),
          RegisteredInfo.of(json.at("now")),
          json.at("before").map(RegisteredInfo::of),
          json.is("archived"));
    }
  }
}
