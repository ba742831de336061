package dev.praetor.examples.orders.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.praetor.examples.orders.NewOrder;
import dev.praetor.examples.orders.SoldOut;
import java.io.IOException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Answers requests about orders, in JSON. */
final class OrdersHandler implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(OrdersHandler.class);
  private static final Pattern ONE = Pattern.compile("/orders/(\\d{1,18})(/approve)?");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES).build();
  private final OrderDesk desk;

  OrdersHandler(OrderDesk desk) {
    this.desk = desk;
  }

  private record Answer(int status, Object body) {
    static Answer problem(int status, String why) {
      return new Answer(status, new Problem(why));
    }
  }

  private record Problem(String problem) {}

  private record Placed(long id) {}

  private record Approval(String by) {}

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = JSON.writeValueAsBytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    Matcher one = ONE.matcher(path);
    try {
      if (path.equals("/orders") && method.equals("POST")) {
        return new Answer(201, new Placed(desk.place(read(exchange, NewOrder.class))));
      }
      if (!one.matches()) {
        return Answer.problem(404, "there is nothing at " + path);
      }
      long id = Long.parseLong(one.group(1));
      return one.group(2) == null ? show(id) : approve(id, read(exchange, Approval.class).by());
    } catch (JacksonException e) {
      return Answer.problem(400, String.valueOf(e.getOriginalMessage()));
    } catch (SoldOut e) {
      return Answer.problem(409, String.valueOf(e.getMessage()));
    } catch (SQLException | RuntimeException e) {
      LOG.error("{} {} failed", method, path, e);
      return Answer.problem(500, "this did not work; see the log of the shop");
    }
  }

  private Answer show(long id) {
    return desk.show(id)
        .map(view -> new Answer(200, view))
        .orElseGet(() -> Answer.problem(404, "there is no order " + id));
  }

  private Answer approve(long id, String by) {
    if (desk.show(id).isEmpty()) {
      return Answer.problem(404, "there is no order " + id);
    }
    return desk.approve(id, by)
        ? show(id)
        : Answer.problem(409, "order " + id + " does not wait for an approval");
  }

  private static <T> T read(HttpExchange exchange, Class<T> type) {
    return JSON.readValue(exchange.getRequestBody(), type);
  }
}
