package dev.recur.service.gateway;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/**
 * A request that the HTTP server would turn away before anybody could answer it as the contract
 * asks: its target is no URI, its headers are too long or malformed, or they do not say for certain
 * where it ends. It goes on under a harmless target and remembers the one it came with.
 */
final class OddRequest extends DefaultHttpRequest {

  private static final String PREFIX = "/ams";

  private final String target;
  private final boolean cutOff;

  private OddRequest(HttpRequest request, boolean cutOff) {
    super(request.protocolVersion(), request.method(), PREFIX + "/", request.headers().copy());
    this.target = request.uri();
    this.cutOff = cutOff;
    if (cutOff) {
      // What follows in the connection cannot be told apart any more.
      headers().remove(HttpHeaderNames.CONTENT_LENGTH).remove(HttpHeaderNames.TRANSFER_ENCODING);
      headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  /**
   * The request itself where it is well-formed or not the gateway's, else an odd one. One that is
   * not the gateway's and has no certain end is left to the server to refuse.
   */
  static HttpRequest orItself(HttpRequest request) {
    if (!request.uri().startsWith(PREFIX)) {
      if (isEndUntold(request)) {
        request.setDecoderResult(
            DecoderResult.failure(
                new IllegalArgumentException(
                    "Where the request ends cannot be told: send a Content-Length.")));
      }
      return request;
    }
    if (request.decoderResult().isFailure() || isEndUntold(request)) {
      return new OddRequest(request, true);
    }
    return isUri(request.uri()) ? request : new OddRequest(request, false);
  }

  /**
   * The decoder takes other transfer encodings for none, or for chunked, and eight bytes for the
   * body of a WebSocket's request as drafts had it; a proxy in front may see the body end
   * elsewhere.
   */
  private static boolean isEndUntold(HttpRequest request) {
    HttpHeaders headers = request.headers();
    if (headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
        && headers.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY2)) {
      return true;
    }
    List<String> encodings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return encodings.size() > 1
        || encodings.stream().anyMatch(it -> !HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(it));
  }

  /** Path and query as they stood in the request line. */
  static String target(HttpRequest request) {
    return request instanceof OddRequest odd ? odd.target : request.uri();
  }

  /** True when only a part of the request came through: where it ends is not known. */
  static boolean isCutOff(HttpRequest request) {
    return request instanceof OddRequest odd ? odd.cutOff : request.decoderResult().isFailure();
  }

  private static boolean isUri(String target) {
    try {
      return !new URI(target).isOpaque();
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
