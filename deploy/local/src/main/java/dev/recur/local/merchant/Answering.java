package dev.recur.local.merchant;

import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * How a webhook is answered. As the contract asks, unless its URL wants a receiver that misbehaves,
 * to see what the platform does about it: {@code ?fail=2} fails the first two deliveries of each
 * body, and {@code &how=} says in which way.
 */
enum Answering {
  /** Acknowledged (Antom, Notifications: acknowledgement). */
  ACKNOWLEDGED(200, "SUCCESS", "S", "success"),
  /** {@code how=500}, and where nothing is said. */
  HTTP_500(500, "SYSTEM_ERROR", "F", "asked for by the URL"),
  /** {@code how=refused}: HTTP 200, but the body says no. */
  REFUSED(200, "PROCESS_FAIL", "F", "asked for by the URL"),
  /** {@code how=nonsense}: HTTP 200 with a body that is no answer. */
  NONSENSE(200, "", "", ""),
  /** {@code how=slow}: acknowledged, but long after everybody's patience is over. */
  SLOW(200, "SUCCESS", "S", "success");

  private static final Duration SLOWNESS = Duration.ofSeconds(30);

  private final int status;
  private final String resultCode;
  private final String resultStatus;
  private final String resultMessage;

  Answering(int status, String resultCode, String resultStatus, String resultMessage) {
    this.status = status;
    this.resultCode = resultCode;
    this.resultStatus = resultStatus;
    this.resultMessage = resultMessage;
  }

  /**
   * How a delivery is answered.
   *
   * @param before how often the same was received before
   */
  static Answering of(Request request, int before) {
    if (before >= request.query("fail").map(Answering::number).orElse(0)) {
      return ACKNOWLEDGED;
    }
    return switch (request.query("how").orElse("500")) {
      case "500" -> HTTP_500;
      case "refused" -> REFUSED;
      case "nonsense" -> NONSENSE;
      case "slow" -> SLOW;
      default -> throw new BadRequestException(400, "how is 500, refused, nonsense or slow");
    };
  }

  /** The answer; waits where it is meant to be slow. */
  Response respond() throws InterruptedException {
    if (this == SLOW) {
      Thread.sleep(SLOWNESS);
    }
    if (this == NONSENSE) {
      return Response.written(
          status, out -> out.write("thank you".getBytes(StandardCharsets.UTF_8)));
    }
    return Response.of(
        status,
        Map.of(
            "result",
            Map.of(
                "resultCode", resultCode,
                "resultStatus", resultStatus,
                "resultMessage", resultMessage)));
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BadRequestException(400, "fail is a number");
    }
  }
}
