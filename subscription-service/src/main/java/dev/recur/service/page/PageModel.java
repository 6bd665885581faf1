package dev.recur.service.page;

import dev.recur.schemas.buyer.BuyerWords;
import io.micronaut.core.annotation.Introspected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the template shows; absent parts are left out.
 *
 * @param nonce lets this page's own style in, and no other
 * @param words the reader's language
 * @param detail of the message, in English whoever reads it
 * @param steps what is paid when the price changes
 * @param method how is paid, where that is settled
 * @param methods what the buyer chooses from, or the one that asks for a card
 * @param tokensUrl where the browser sends a card; absent when none is asked for
 * @param problem why the buyer has to try again
 * @param decideUrl where the forms go, without what is decided; absent when nothing is to decide
 * @param backUrl the seller's page
 */
@Introspected
record PageModel(
    String nonce,
    BuyerWords words,
    String title,
    @Nullable String message,
    @Nullable String detail,
    @Nullable String merchant,
    @Nullable String description,
    @Nullable String price,
    List<String> steps,
    @Nullable String firstPayment,
    @Nullable String renewal,
    @Nullable String takenBefore,
    @Nullable String method,
    List<MethodOffer.Method> methods,
    @Nullable String tokensUrl,
    @Nullable Problem problem,
    @Nullable String standsUntil,
    boolean sandbox,
    @Nullable String decideUrl,
    @Nullable String backUrl) {

  /** A page that only says something. */
  static PageModel saying(String nonce, Wording words, String title, String message) {
    return new PageModel(
        nonce,
        words.words(),
        title,
        message,
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        false,
        null,
        null);
  }

  /** The same subscription, but nothing to decide any more. */
  PageModel closed(String newTitle, String newMessage, String newDetail, String newBackUrl) {
    return new PageModel(
        nonce,
        words,
        newTitle,
        newMessage,
        newDetail,
        merchant,
        description,
        price,
        List.of(),
        null,
        null,
        null,
        method,
        List.of(),
        null,
        null,
        null,
        sandbox,
        null,
        newBackUrl);
  }
}
