package dev.recur.service.admin;

import dev.recur.schemas.id.TestClock;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Makes test clocks and sends them on. */
@Controller(value = "/admin/test-clocks", port = "${recur.admin.port}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class TestClockController {

  private final TestClocks clocks;

  TestClockController(TestClocks clocks) {
    this.clocks = clocks;
  }

  /** A clock that is there. */
  @Serdeable
  record Created(String testClockId) {}

  /** The time a clock shows, ISO 8601 in UTC. */
  @Serdeable
  record Advanced(String now) {}

  @Post(consumes = MediaType.ALL)
  Created create(HttpRequest<byte[]> request) {
    return new Created(clocks.create(time(Queries.body(request, Set.of("now")), "now")));
  }

  @Post(value = "/{testClockId}/advance", consumes = MediaType.ALL)
  HttpResponse<?> advance(String testClockId, HttpRequest<byte[]> request) {
    Fields fields = Queries.body(request, Set.of("to", "outage"));
    boolean outage = Boolean.TRUE.equals(fields.optionalBoolean("outage"));
    return clocks
        .advance(testClockId, time(fields, "to"), outage)
        .<HttpResponse<?>>map(now -> HttpResponse.ok(new Advanced(now.toString())))
        .orElseGet(
            () ->
                HttpResponse.notFound(
                    new Problem("There is no such test clock: send an id you were given.")));
  }

  /** Topics keep milliseconds. */
  private static Instant time(Fields fields, String name) {
    Instant time = CommonFields.time(fields, name).toInstant().truncatedTo(ChronoUnit.MILLIS);
    if (!TestClock.isShown(time)) {
      throw fields.refuse(
          name,
          "is not from "
              + TestClock.TIME_MIN
              + " to "
              + TestClock.TIME_MAX
              + ": check the year, and the offset.");
    }
    return time;
  }
}
