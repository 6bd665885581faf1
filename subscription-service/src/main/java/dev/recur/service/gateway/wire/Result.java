package dev.recur.service.gateway.wire;

import dev.recur.service.gateway.wire.ResultCode.Status;
import io.micronaut.serde.annotation.Serdeable;

/** The {@code result} of every answer. */
@Serdeable
public record Result(String resultCode, Status resultStatus, String resultMessage) {

  /** Longest message that the contract allows, in characters. */
  static final int MESSAGE_CHARS_MAX = 256;

  /** All is well. */
  public static final Result SUCCESS = of(ResultCode.SUCCESS, "success.");

  public Result {
    if (resultMessage.length() > MESSAGE_CHARS_MAX) {
      resultMessage = resultMessage.substring(0, MESSAGE_CHARS_MAX - 1) + "…";
    }
  }

  /** A result with the edge's own code. */
  public static Result of(ResultCode code, String message) {
    return new Result(code.name(), code.status(), message);
  }
}
