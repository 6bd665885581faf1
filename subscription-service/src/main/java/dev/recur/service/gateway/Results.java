package dev.recur.service.gateway;

import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.gateway.wire.ResultCode.Status;

/** What a command's reply means on the wire. */
final class Results {

  private Results() {}

  static Result of(Reply reply) {
    return switch (reply) {
      case Reply.Decided decided ->
          new Result(decided.code(), decided.accepted() ? Status.S : Status.F, decided.message());
      case Reply.Underway underway -> new Result(underway.code(), Status.U, underway.message());
      case Reply.Undecided undecided -> undecided(undecided.why());
    };
  }

  /** True when the worker says that there is no such subscription of this client. */
  static boolean isNoSubscription(Reply reply) {
    return reply instanceof Reply.Decided decided
        && decided.code().equals(ResultCode.SUBSCRIPTION_NOT_EXIST.name());
  }

  private static Result undecided(Reply.Why why) {
    return switch (why) {
      case NO_ANSWER ->
          Result.of(
              ResultCode.UNKNOWN_EXCEPTION,
              "Not decided yet: repeat the same request, or inquire.");
      case NOT_PUBLISHED ->
          Result.of(
              ResultCode.UNKNOWN_EXCEPTION,
              "Not known whether this was taken up: repeat the same request later.");
      case TOO_MANY_WAITING ->
          Result.of(
              ResultCode.REQUEST_TRAFFIC_EXCEED_LIMIT,
              "Too many requests at once: repeat the same request later.");
    };
  }
}
