package dev.recur.service.terms;

import java.util.List;

/**
 * How a subscription comes to its buyer.
 *
 * @param call what it came with
 * @param methodChoices codes of the methods the buyer may choose from; empty: the method is settled
 * @param authorised true when the buyer has agreed at the merchant's: no page is shown
 * @param notifiesBuyer true when the buyer is written to
 */
public record Offering(
    Call call, List<String> methodChoices, boolean authorised, boolean notifiesBuyer) {

  /** A subscription of its own, with its method settled, that waits for the buyer. */
  public static Offering plain(boolean notifiesBuyer) {
    return new Offering(Call.CREATE, List.of(), false, notifiesBuyer);
  }

  /** Which of a merchant's calls asks for it; the subscription's id is made from it. */
  public enum Call {
    /** A call for the subscription alone. */
    CREATE,
    /** A call for a payment that begins it. */
    PAY
  }

  public Offering {
    methodChoices = List.copyOf(methodChoices);
  }
}
