package dev.praetor.examples.orders.spring;

import dev.praetor.examples.orders.NewOrder;
import dev.praetor.examples.orders.SoldOut;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Answers requests about orders. */
@RestController
@RequestMapping("/orders")
class OrdersController {
  private final OrderDesk desk;

  OrdersController(OrderDesk desk) {
    this.desk = desk;
  }

  record Placed(long id) {}

  record Approval(String by) {}

  record Problem(String problem) {}

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Placed place(@RequestBody NewOrder order) {
    return new Placed(desk.place(order));
  }

  @GetMapping("/{id}")
  OrderDesk.View show(@PathVariable long id) {
    return desk.show(id)
        .orElseThrow(
            () -> new ResponseStatusException(HttpStatus.NOT_FOUND, "there is no order " + id));
  }

  @PostMapping("/{id}/approve")
  OrderDesk.View approve(@PathVariable long id, @RequestBody Approval approval) {
    OrderDesk.View order = show(id);
    if (!desk.approve(order.id(), approval.by())) {
      throw new ResponseStatusException(
          HttpStatus.CONFLICT, "order " + id + " does not wait for an approval");
    }
    return show(id);
  }

  @ExceptionHandler
  @ResponseStatus(HttpStatus.CONFLICT)
  Problem soldOut(SoldOut e) {
    return new Problem(String.valueOf(e.getMessage()));
  }
}
