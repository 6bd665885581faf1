package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.recur.local.demo.BuyerPage.Shown;
import dev.recur.local.demo.Entry.Who;
import dev.recur.local.http.Json;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The buyer of one subscription, with the ways to the page that the merchant was given. Each call
 * writes down what the buyer sees or does.
 */
public final class Buyer {

  /** Of somebody whom no answer has told the merchant to send anywhere. */
  static final JsonNode UNINVITED = MissingNode.getInstance();

  private final Stage stage;
  private final UnaryOperator<String> labelled;
  private final JsonNode invitation;
  private final Supplier<List<Mail>> mails;

  /**
   * A buyer.
   *
   * @param labelled names the subscription where the play has several
   * @param invitation the answer that told the merchant where to send the buyer
   * @param mails what the buyer was written, oldest first
   */
  Buyer(
      Stage stage,
      UnaryOperator<String> labelled,
      JsonNode invitation,
      Supplier<List<Mail>> mails) {
    this.stage = stage;
    this.labelled = labelled;
    this.invitation = invitation;
    this.mails = mails;
  }

  /** Agrees on the page, to pay with what the offer names. */
  public void approve() {
    page().approve();
    tell("approve", "on the page that the merchant sent them to");
  }

  /** Looks what the page offers, or what has become of the offer. */
  public void lookAtPage() {
    tell("page", words(page().open()));
  }

  /** Agrees to pay with one of the methods that the page offers. */
  public void approveBy(String type) {
    approveBy(Method.of(type));
  }

  /** Enters a card that is over; the page sends it to the channel, which says so. */
  public void tryExpiredCard(String number) {
    TestCard card = TestCard.expired(number);
    String message = page().tokenise(card).path("message").asText();
    tell("card", "%s, expired %s: %s".formatted(card.words(), card.expiry(), message));
  }

  /** Enters a card, which the page turns into the channel's token, and agrees to pay with it. */
  public void approveByCard(String number) {
    TestCard card = TestCard.of(number);
    JsonNode answer = page().tokenise(card);
    String token = answer.path("tokenId").asText();
    if (token.isEmpty()) {
      throw new DemoFailedException("The channel gave no token for a card: " + answer);
    }
    tell(
        "card",
        "%s: the channel knows it as %s, and gives a token"
            .formatted(card.words(), answer.path("brand").asText()));
    approveBy(Method.of("CARD", token));
  }

  /** An element in the merchant's page opens the hosted one by the session's data. */
  public void openElement() {
    String data = invitation.path("paymentSessionData").asText();
    String content = data.substring(0, Math.max(0, data.indexOf('.')));
    JsonNode session = Json.read(new String(Base64.getUrlDecoder().decode(content), UTF_8));
    boolean same =
        session.path("normalUrl").equals(invitation.path("normalUrl"))
            && session.path("paymentSessionId").equals(invitation.path("paymentSessionId"));
    tell(
        "element",
        "opens %s by its session's data, until %s"
            .formatted(
                same ? "the page" : "another page",
                Words.second(session.path("expiryTime"), stage.zone())));
  }

  /** Looks at the ways to the page from an app (Antom, create: response). */
  public void openInApp() {
    tell(
        "app",
        "%s and %s lead to the page; %s"
            .formatted(
                scheme("schemeUrl"),
                scheme("applinkUrl"),
                invitation.path("appIdentifier").asText()));
  }

  /** Opens the link of the last e-mail. */
  public void openLink() {
    ManagePage.Shown shown = linked().open();
    tell(
        "link",
        "%s; %s; %s"
            .formatted(
                shown.state(),
                shown.method().isPresent() ? "can be paid otherwise" : "cannot be paid otherwise",
                shown.cancel().isPresent() ? "can be cancelled" : "cannot be cancelled"));
  }

  /** Chooses another way to pay on the page that the last e-mail's link leads to. */
  public void payByLink(String type) {
    Method method = Method.of(type);
    linked().payBy(method);
    tell("method", "on the page of the link: " + method.words());
  }

  /** Cancels on the page that the last e-mail's link leads to. */
  public void cancelByLink() {
    ManagePage page = linked();
    page.cancel();
    tell("cancel", "on the page of the link: " + page.open().state());
  }

  private ManagePage linked() {
    URI link =
        mails.get().reversed().stream()
            .flatMap(mail -> mail.link().stream())
            .findFirst()
            .orElseThrow(() -> new DemoFailedException("The buyer was written no link"));
    return new ManagePage(link, stage.scenery().http());
  }

  private void approveBy(Method method) {
    URI back = page().approveBy(method);
    boolean home = back.toString().equals(Creation.REDIRECT_URL);
    tell("approve", "by %s; back to %s".formatted(method.words(), home ? "the merchant" : back));
  }

  /** A link's scheme, where it has the path of the page. */
  private String scheme(String field) {
    URI link = URI.create(invitation.path(field).asText());
    if (link.getScheme() == null || !page().url().getPath().equals(link.getPath())) {
      throw new DemoFailedException("%s does not lead to the page: %s".formatted(field, link));
    }
    return link.getScheme();
  }

  private static String words(Shown page) {
    if (!page.state().isEmpty()) {
      return page.state();
    }
    if (page.methods().size() > 1) {
      return "offers " + String.join(", ", page.methods());
    }
    if (page.tokens().isEmpty()) {
      return "asks for nothing but the approval";
    }
    boolean channelOnly = page.reach().equals(page.tokens().get().toString());
    return "asks for a card, and may send it to "
        + (channelOnly ? "the channel only" : "\"" + page.reach() + "\"");
  }

  private BuyerPage page() {
    String url = invitation.path("normalUrl").asText();
    if (url.isEmpty()) {
      throw new DemoFailedException("The merchant was given no page to send the buyer to");
    }
    return new BuyerPage(URI.create(url), stage.scenery().http());
  }

  private void tell(String about, String text) {
    stage.tell(Who.BUYER, about, "", labelled.apply(text));
  }
}
