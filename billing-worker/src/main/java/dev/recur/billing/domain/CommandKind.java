package dev.recur.billing.domain;

/** Kinds of command whose refusal the ledger tells. */
public enum CommandKind {
  CREATE,
  APPROVE,
  DECLINE;

  static CommandKind of(Input.Command command) {
    return switch (command) {
      case Input.Command.Create _ -> CREATE;
      case Input.Command.Approve _ -> APPROVE;
      case Input.Command.Decline _ -> DECLINE;
      case Input.Command.CancelRenewal _, Input.Command.Terminate _ ->
          throw new IllegalArgumentException("a cancellation is never refused");
    };
  }
}
