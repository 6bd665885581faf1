package dev.recur.service.page;

import static dev.recur.service.page.BuyersBrowser.LINKS;
import static dev.recur.service.page.BuyersBrowser.SERVICE;
import static dev.recur.service.page.BuyersBrowser.active;
import static dev.recur.service.page.BuyersBrowser.know;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.RawSocketCaller;
import dev.recur.service.testing.ScriptedCommands;
import dev.recur.service.testing.Views;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever a browser sends, or who pretends to be one: a page, or a sentence; never 500. */
class PagesFuzzTest {

  private static final RawSocketCaller RAW = new RawSocketCaller(SERVICE);

  private static final Set<Integer> STATUSES =
      Set.of(200, 303, 400, 403, 404, 405, 406, 409, 410, 413, 414, 415, 431, 503);

  /** Between the request's head and its body. */
  private static final String END = "\r\n\r\n";

  /** The same each time, and after whenever this runs, since links end. */
  private static final Instant LINKED_AT = Instant.parse("2100-01-01T00:00:00Z");

  private static String[] requests() {
    SERVICE.bean(ScriptedCommands.class).accepting();
    SubscriptionView view = know(active("fuzz-active"));
    SubscriptionView offer = know(Views.trial(SERVICE.sandbox(), "fuzz-offer"));
    String page = LINKS.page(view.subscriptionId(), LINKED_AT);
    String stop = LINKS.unsubscribe(view.subscriptionId(), BuyerNotice.RENEWAL_UPCOMING, LINKED_AT);
    String authorise =
        URI.create(SERVICE.bean(BuyerLinks.class).normalUrl(offer.subscriptionId())).getPath();
    String form = "application/x-www-form-urlencoded";
    return new String[] {
      head("GET " + page, "text/html", "") + END,
      head("GET " + authorise, "text/html", "") + END,
      head("GET " + stop, "text/html", "") + END,
      head("POST " + below(page, "/cancel"), "text/html", form) + END,
      head("POST " + below(page, "/method"), "text/html", form)
          + END
          + "paymentMethodType=CARD&paymentMethodId=tok_1",
      head("POST " + below(page, "/method"), "*/*", "application/json")
          + END
          + "{\"paymentMethodType\":\"GCASH\"}",
      head("POST " + authorise + "/approve", "*/*", "application/json")
          + END
          + "{\"paymentMethodType\":\"GCASH\",\"paymentMethodId\":null}",
      head("POST " + authorise + "/decline", "text/html", form) + END,
      head("POST " + stop, "*/*", form) + END + "List-Unsubscribe=One-Click"
    };
  }

  private static String below(String page, String path) {
    return page.replace("?", path + "?");
  }

  private static String head(String line, String accept, String type) {
    String head =
        line
            + " HTTP/1.1\r\nHost: localhost\r\nAccept: "
            + accept
            + "\r\nAccept-Language: de-CH,de;q=0.9,en;q=0.8\r\nOrigin: https://localhost";
    return type.isEmpty() ? head : head + "\r\nContent-Type: " + type;
  }

  @Test
  void anyRequest_shouldGetAPageOrASentence() {
    assertThat(
            Fuzz.of(
                    "pages",
                    Mutator.text(
                        "de",
                        ";q=",
                        "*",
                        "%",
                        "%zz",
                        "&",
                        "multipart/form-data; boundary=x",
                        "charset=x",
                        "text/html",
                        "[",
                        "{",
                        "paymentMethodType"))
                .unmeasured()
                .inputs(120)
                .seeds(requests())
                .run(PagesFuzzTest::answered))
        .containsKeys("200", "404");
  }

  private static String answered(byte[] input) {
    String text = new String(input, ISO_8859_1);
    int end = text.indexOf(END);
    if (end < 0
        || !text.matches("(?s)(GET|POST) /(subscriptions|authorise)/[!-~]* HTTP/1.1\r\n.*")) {
      return "no request for a page";
    }
    byte[] body = Arrays.copyOfRange(input, end + END.length(), input.length);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.write(input, 0, end);
    request.writeBytes(("\r\nContent-Length: " + body.length + END).getBytes(ISO_8859_1));
    request.writeBytes(body);
    if (!RawSocketCaller.goesOutAtOnce(request.toByteArray())) {
      return "too long";
    }
    Response response = RAW.send(request.toByteArray());
    assertThat(response.status()).isIn(STATUSES);
    return Integer.toString(response.status());
  }
}
