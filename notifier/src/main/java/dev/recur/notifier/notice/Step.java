package dev.recur.notifier.notice;

import java.util.List;

/** What becomes of one event of the ledger. */
public sealed interface Step {

  /**
   * It was taken up.
   *
   * @param context to be remembered
   * @param tellings what is to be delivered, for the few events that merchants are told of; one for
   *     each endpoint
   */
  record Taken(Context context, List<Telling> tellings) implements Step {
    public Taken {
      tellings = List.copyOf(tellings);
    }
  }

  /** It was taken up before: the topic is being read again. */
  record Repeated() implements Step {}

  /** The event that created its subscription was never read, so nobody knows whom to tell. */
  record Orphaned() implements Step {}
}
