package dev.recur.service.gateway;

import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Brings HTTP to the {@link Gateway}. A filter and not a controller: no router stands before it
 * that would answer a wrong path, method or media type in its own way, unsigned and not with 200,
 * on which Antom's SDK gives up.
 */
@ServerFilter("/ams/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
final class GatewayFilter {

  private final Gateway gateway;
  private final int maxBodyBytes;

  GatewayFilter(Gateway gateway, GatewaySettings settings) {
    this.gateway = gateway;
    this.maxBodyBytes = settings.maxBodyBytes();
  }

  @RequestFilter
  @ExecuteOn(TaskExecutors.VIRTUAL)
  @Nullable HttpResponse<?> answer(HttpRequest<?> request) {
    if (!request.isSecure()) {
      return null; // The admin port: the gateway is not there.
    }
    SignedAnswer answer = gateway.answer(raw((NettyHttpRequest<?>) request));
    return HttpResponse.ok(answer.body())
        .contentType(MediaType.APPLICATION_JSON_TYPE)
        .header("client-id", answer.clientId())
        .header("response-time", answer.responseTime())
        .header("signature", answer.signature());
  }

  private RawRequest raw(NettyHttpRequest<?> request) {
    return new RawRequest(
        request.getMethodName(),
        OddRequest.target(request.getNativeRequest()),
        request.getHeaders().get("Client-Id"),
        request.getHeaders().get("Request-Time"),
        request.getHeaders().get("Signature"),
        request.getHeaders().get(HttpHeaders.CONTENT_TYPE),
        () -> body(request));
  }

  /** No more than the limit is read, whatever is sent. */
  private byte[] body(NettyHttpRequest<?> request) {
    if (OddRequest.isCutOff(request.getNativeRequest())) {
      throw new Refusal(
          ResultCode.PARAM_ILLEGAL, "The headers are malformed or too long: send others.");
    }
    if (request.byteBody().expectedLength().orElse(0) > maxBodyBytes) {
      throw tooLong();
    }
    try (InputStream in = request.byteBody().toInputStream()) {
      byte[] body = in.readNBytes(maxBodyBytes + 1);
      if (body.length > maxBodyBytes) {
        throw tooLong();
      }
      return body;
    } catch (IOException e) {
      throw new Refusal(
          ResultCode.PARAM_ILLEGAL, "The body could not be read to its end: send it again.");
    }
  }

  private Refusal tooLong() {
    return new Refusal(
        ResultCode.PARAM_ILLEGAL,
        "The body has more than %d bytes: send less.".formatted(maxBodyBytes));
  }
}
