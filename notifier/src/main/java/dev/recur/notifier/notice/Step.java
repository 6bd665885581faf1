package dev.recur.notifier.notice;

import java.util.Optional;

/** What becomes of one event of the ledger. */
public sealed interface Step {

  /**
   * It was taken up.
   *
   * @param context to be remembered
   * @param telling what is to be delivered, for the few events that merchants are told of
   */
  record Taken(Context context, Optional<Telling> telling) implements Step {}

  /** It was taken up before: the topic is being read again. */
  record Repeated() implements Step {}

  /** The event that created its subscription was never read, so nobody knows whom to tell. */
  record Orphaned() implements Step {}
}
