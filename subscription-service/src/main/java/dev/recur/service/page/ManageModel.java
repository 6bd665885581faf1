package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerWords;
import io.micronaut.core.annotation.Introspected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a subscription shows; absent parts are left out.
 *
 * @param nonce lets this page's own style in, and no other
 * @param words the reader's language
 * @param state where the subscription is in its life
 * @param message what follows from that
 * @param problem why the buyer has to try again
 * @param payments the latest, newest first
 * @param paying how the buyer can pay otherwise; absent: not now
 * @param ask what the buyer can do here
 */
@Introspected
record ManageModel(
    String nonce,
    BuyerWords words,
    boolean sandbox,
    @Nullable String merchant,
    String description,
    @Nullable String price,
    String state,
    @Nullable String message,
    @Nullable Problem problem,
    List<Fact> facts,
    List<Payment> payments,
    @Nullable Paying paying,
    @Nullable Ask ask) {

  /** One thing that is so. */
  record Fact(String label, String text) {}

  /** One payment. */
  record Payment(String day, String amount, String outcome) {}

  /**
   * How the buyer can pay otherwise.
   *
   * @param url where the form goes
   * @param methods what the buyer chooses from; never empty
   * @param button what the buyer presses
   * @param tokensUrl where the browser sends a card; absent when none is asked for
   */
  record Paying(
      String url, List<MethodOffer.Method> methods, String button, @Nullable String tokensUrl) {}

  /**
   * One thing the buyer can do.
   *
   * @param url where the form goes
   * @param heading what it is, when it is to be opened first; absent: it stands open
   * @param note what follows from it
   * @param button what the buyer presses
   */
  record Ask(String url, @Nullable String heading, String note, String button) {}

  /** Where the browser sends a card; absent when none is asked for. */
  @Nullable String tokensUrl() {
    return paying == null ? null : paying.tokensUrl();
  }
}
