package dev.recur.notifier.sender;

import java.io.IOException;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Socket;

/**
 * Keeps the heads of answers from the client, which acts on some by itself: it sends a request once
 * more after 503 with Retry-After 0, throws at a longer Retry-After than it can count, and takes
 * 407 for no HTTP. Of each answer it is shown that it is one, and its body.
 */
final class BareAnswers implements Interceptor {

  private static final int OK = 200;

  private static final int SWITCHING_PROTOCOLS = 101;

  /** Where one call's head is put: a tag of its request. */
  static final class Kept {
    private EgressAnswer.Head head = new EgressAnswer.Head(0, Headers.EMPTY);

    /** The head of the answer that came; only after one came. */
    EgressAnswer.Head head() {
      return head;
    }
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Response response = chain.proceed(request);
    Kept kept = request.tag(Kept.class);
    if (kept == null) {
      throw new IllegalStateException("A request without a place for the head of its answer.");
    }
    kept.head = new EgressAnswer.Head(response.code(), response.headers());
    if (response.code() == SWITCHING_PROTOCOLS) {
      // Nobody asked for another protocol. What follows is none of ours, and no body.
      close(response);
      return new Response.Builder()
          .request(request)
          .protocol(response.protocol())
          .code(OK)
          .message(response.message())
          .body(ResponseBody.EMPTY)
          .build();
    }
    return response
        .newBuilder()
        .code(OK)
        .headers(Headers.EMPTY)
        // Without its type: nobody asks for it, and the client would parse it each time.
        .body(ResponseBody.create(response.body().source(), null, response.body().contentLength()))
        .build();
  }

  private static void close(Response switched) throws IOException {
    Socket socket = switched.socket();
    if (socket != null) {
      socket.getSource().close();
      socket.getSink().close();
    }
  }
}
