package dev.recur.billing.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.schemas.text.PlainText;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whatever a channel says of an order that it will not have: one short line is made of it, in which
 * nobody finds as many digits as a card's number has.
 */
class RefusalWordsFuzzTest {

  private static final int CHARS_MAX = 200;

  /** The shortest card's number. */
  private static final int DIGITS_MIN = 12;

  /** How far digits may be apart and still be read as one number. */
  private static final int APART_MAX = 3;

  /** Letters, and what counts but is no digit. */
  private static final Pattern BREAK = Pattern.compile("[\\p{L}\\p{N}&&\\P{Nd}]");

  @Test
  void anyRefusal_shouldBeOneShortLine_withoutACardsNumber() {
    assertThat(
            Fuzz.of(
                    "refusal-words",
                    Mutator.json(
                        "code",
                        "message",
                        "4242424242424242",
                        "4242 4242 4242 4242",
                        "4242-4242-4242-4242",
                        "\u0664\u0662\u0664\u0662 \u0664\u0662\u0664\u0662 \u0664\u0662\u0664\u0662",
                        "\r\n",
                        "\ud83d\ude00"))
                .seeds(
                    """
                    {"code":"card_refused","message":"4242 4242 4242 4242 is not taken"}""",
                    """
                    {"code":4242424242424242,"message":"no\\r\\nmoney"}""",
                    """
                    {"code":"4242-4242","message":"4242-4242"}""",
                    "The card 4242 4242 4242 4242\nis not taken",
                    "<html><body>Bad Gateway</body></html>")
                .inputs(2_000)
                .run(input -> words(new String(input, UTF_8))))
        .containsKeys("words", "a number is left out", "nothing");
  }

  private static String words(String body) {
    String words = RefusalWords.of(body);
    assertThat(words).hasSizeLessThanOrEqualTo(CHARS_MAX);
    assertThat(PlainText.isLine(words)).as(words).isTrue();
    assertThat(longestNumber(words)).as(words).isLessThan(DIGITS_MIN);
    return words.isEmpty()
        ? "nothing"
        : words.contains("[number]") ? "a number is left out" : "words";
  }

  /** How many digits stand together, with nothing but a few signs between them. */
  private static int longestNumber(String text) {
    int longest = 0;
    int digits = 0;
    int apart = 0;
    for (int point : text.codePoints().toArray()) {
      if (Character.isDigit(point)) {
        digits = apart <= APART_MAX ? digits + 1 : 1;
        apart = 0;
      } else if (BREAK.matcher(Character.toString(point)).matches()) {
        digits = 0;
      } else {
        apart++;
      }
      longest = Math.max(longest, digits);
    }
    return longest;
  }
}
