package dev.recur.service.gateway;

import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.AvailableByteBody;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private final ExecutorService threads;
  private final int maxBodyBytes;
  private final Duration bodyTimeout;

  GatewayFilter(
      Gateway gateway,
      @Named(TaskExecutors.VIRTUAL) ExecutorService threads,
      GatewaySettings settings) {
    this.gateway = gateway;
    this.threads = threads;
    this.maxBodyBytes = settings.maxBodyBytes();
    this.bodyTimeout = settings.bodyTimeout();
  }

  @RequestFilter
  CompletableFuture<@Nullable HttpResponse<?>> answer(HttpRequest<?> request) {
    if (!request.isSecure()) {
      // The admin port: the gateway is not there.
      return CompletableFuture.completedFuture(null);
    }
    NettyHttpRequest<?> netty = (NettyHttpRequest<?>) request;
    boolean isWhole = netty.byteBody() instanceof AvailableByteBody;
    AtomicBoolean late = new AtomicBoolean();
    RawRequest raw = raw(netty, late);
    return gateway
        .answer(raw, isWhole ? Duration.ZERO : bodyTimeout)
        .thenApply(answer -> response(answer, late.get()));
  }

  private static HttpResponse<?> response(SignedAnswer answer, boolean isLast) {
    MutableHttpResponse<?> response =
        HttpResponse.ok(answer.body())
            .contentType(MediaType.APPLICATION_JSON_TYPE)
            .header("client-id", answer.clientId())
            .header("response-time", answer.responseTime())
            .header("signature", answer.signature());
    // What is left of a body that is late may never come.
    return isLast ? response.header(HttpHeaders.CONNECTION, "close") : response;
  }

  private RawRequest raw(NettyHttpRequest<?> request, AtomicBoolean late) {
    return new RawRequest(
        request.getMethodName(),
        OddRequest.target(request.getNativeRequest()),
        request.getHeaders().get("Client-Id"),
        request.getHeaders().get("Request-Time"),
        request.getHeaders().get("Signature"),
        request.getHeaders().get(HttpHeaders.CONTENT_TYPE),
        () -> body(request, late));
  }

  /**
   * No more than the limit is read, whatever is sent, and for no longer.
   *
   * @param late is set when the body did not come in time
   */
  private byte[] body(NettyHttpRequest<?> request, AtomicBoolean late) {
    if (OddRequest.isCutOff(request.getNativeRequest())) {
      throw new Refusal(
          ResultCode.PARAM_ILLEGAL,
          "The headers are malformed, too long, or do not say for certain where the body ends: send"
              + " others, with one Content-Length.");
    }
    if (request.byteBody().expectedLength().orElse(0) > maxBodyBytes) {
      throw tooLong();
    }
    if (request.byteBody() instanceof AvailableByteBody whole) {
      // As nearly all are, and nobody has to wait: another thread would be a turn to wait for.
      return whole.toByteArray();
    }
    Future<byte[]> body = threads.submit(() -> read(request));
    try {
      return checkedLength(body.get(bodyTimeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      late.set(true);
      throw new Refusal(
          ResultCode.PARAM_ILLEGAL,
          "The body did not come to its end within %d s: send it at once."
              .formatted(bodyTimeout.toSeconds()));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof IOException)) {
        throw new IllegalStateException("Reading a body fails otherwise than it may.", e);
      }
      throw new Refusal(
          ResultCode.PARAM_ILLEGAL, "The body could not be read to its end: send it again.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(
          ResultCode.UNKNOWN_EXCEPTION, "This instance stops: repeat the same request.");
    } finally {
      body.cancel(true); // Who lets it drip holds no thread.
    }
  }

  private byte[] read(NettyHttpRequest<?> request) throws IOException {
    try (InputStream in = request.byteBody().toInputStream()) {
      return in.readNBytes(maxBodyBytes + 1);
    }
  }

  private byte[] checkedLength(byte[] body) {
    if (body.length > maxBodyBytes) {
      throw tooLong();
    }
    return body;
  }

  private Refusal tooLong() {
    return new Refusal(
        ResultCode.PARAM_ILLEGAL,
        "The body has more than %d bytes: send less.".formatted(maxBodyBytes));
  }
}
