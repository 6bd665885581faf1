package dev.recur.benchmark.bare;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;

/**
 * Answers where the subscription-service does, and as it does: on a virtual thread, once the body
 * is read and the reply is there. Nothing of the request is looked at.
 */
@ServerFilter("/ams/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
@Requires(beans = RoundTripServer.class)
final class RoundTripFilter {

  private final RoundTripServer server;

  RoundTripFilter(RoundTripServer server) {
    this.server = server;
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.VIRTUAL)
  HttpResponse<?> answer(HttpRequest<?> request) throws IOException {
    try (InputStream in = ((NettyHttpRequest<?>) request).byteBody().toInputStream()) {
      MutableHttpResponse<byte[]> response =
          HttpResponse.ok(server.answer(in.readAllBytes()))
              .contentType(MediaType.APPLICATION_JSON_TYPE);
      server.headers().forEach(response::header);
      return response;
    }
  }
}
