package dev.recur.benchmark.bare;

import dev.recur.benchmark.bare.RoundTripSignatures.Head;
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
import java.util.Map;
import java.util.Objects;

/**
 * Answers where the subscription-service does, and as it does: on a virtual thread, once the body
 * is read and the reply is there. Nothing of the request is looked at but what its signature takes.
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
    NettyHttpRequest<?> netty = (NettyHttpRequest<?>) request;
    try (InputStream in = netty.byteBody().toInputStream()) {
      Map<String, String> headers = server.answer(head(netty), in.readAllBytes());
      MutableHttpResponse<byte[]> response =
          HttpResponse.ok(server.body()).contentType(MediaType.APPLICATION_JSON_TYPE);
      headers.forEach(response::header);
      return response;
    }
  }

  private static Head head(NettyHttpRequest<?> request) {
    return new Head(
        request.getMethodName(),
        request.getNativeRequest().uri(),
        header(request, "Client-Id"),
        header(request, "Request-Time"),
        header(request, "Signature"));
  }

  private static String header(NettyHttpRequest<?> request, String name) {
    return Objects.requireNonNullElse(request.getHeaders().get(name), "");
  }
}
