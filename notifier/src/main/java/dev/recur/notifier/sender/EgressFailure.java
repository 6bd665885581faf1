package dev.recur.notifier.sender;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the client's exceptions mean, by what the call was at. */
final class EgressFailure {

  /** The client's word for a body that is shorter than was announced. */
  private static final String ENDED = "unexpected end of stream";

  private EgressFailure() {}

  /**
   * Why there is no complete answer.
   *
   * @param at what the call was at
   * @param deadline of the whole call
   */
  static Failure of(IOException e, PhaseClock.At at, Duration deadline) {
    RefusedAddressException refused = refused(e);
    if (refused != null) {
      return new Failure(FailureCode.E_ADDRESS, String.valueOf(refused.getMessage()));
    }
    return switch (e) {
      case SocketTimeoutException _ when at == PhaseClock.At.CONNECTION ->
          new Failure(
              FailureCode.E_CONNECT,
              "No connection within " + OkHttpEgress.CONNECT_MAX.toMillis() + " ms.");
      case InterruptedIOException _ ->
          new Failure(
              FailureCode.E_TIMEOUT,
              "No complete answer within %d ms; it was still %s."
                  .formatted(deadline.toMillis(), at.words()));
      case UnknownHostException _ -> new Failure(FailureCode.E_DNS, String.valueOf(e.getMessage()));
      case ProtocolException _ when !ENDED.equals(e.getMessage()) ->
          new Failure(FailureCode.E_PROTOCOL, inWords(e));
      default ->
          switch (at) {
            case NAME -> new Failure(FailureCode.E_DNS, inWords(e));
            case CONNECTION -> new Failure(FailureCode.E_CONNECT, inWords(e));
            case TLS -> new Failure(FailureCode.E_TLS, inWords(e));
            case ANSWER ->
                new Failure(
                    FailureCode.E_CLOSED,
                    "The connection was closed before an answer, or the answer's headers are"
                        + " longer than 256 KiB: "
                        + inWords(e));
            case REQUEST, BODY ->
                new Failure(
                    FailureCode.E_CLOSED,
                    "The connection was closed before the answer was complete: " + inWords(e));
          };
    };
  }

  private static @Nullable RefusedAddressException refused(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedAddressException refused) {
        return refused;
      }
    }
    return null;
  }

  private static String inWords(IOException e) {
    return e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
