package dev.recur.notifier.sender;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the heads of answers from the client, which acts on some by itself: it sends a request once
 * more after 503 with Retry-After 0, throws at a longer Retry-After than it can count, takes 407
 * for no HTTP, and 204 with a body for no answer. Of each answer it is shown that it is one, and
 * its body.
 */
final class BareAnswers implements Interceptor {

  private static final int OK = 200;

  private static final int SWITCHING_PROTOCOLS = 101;

  /** Where one call's head is put: a tag of its request. */
  static final class Kept {
    private EgressAnswer.@Nullable Head head;

    /** The head of the answer that came, if one did, whatever became of the rest. */
    Optional<EgressAnswer.Head> head() {
      return Optional.ofNullable(head);
    }
  }

  /** An answer's head was read; the client has done nothing with it yet. */
  static void keep(Call call, Response response) {
    Kept kept = call.request().tag(Kept.class);
    if (kept == null) {
      throw new IllegalStateException("A request without a place for the head of its answer.");
    }
    kept.head = new EgressAnswer.Head(response.code(), response.headers());
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    if (response.code() == SWITCHING_PROTOCOLS) {
      // What follows is none of ours, and no body: the client closes a connection at an exception.
      throw new ProtocolException("Nobody asked for another protocol.");
    }
    return response
        .newBuilder()
        .code(OK)
        .headers(Headers.EMPTY)
        // Without its type: nobody asks for it, and the client would parse it each time.
        .body(ResponseBody.create(response.body().source(), null, response.body().contentLength()))
        .build();
  }
}
