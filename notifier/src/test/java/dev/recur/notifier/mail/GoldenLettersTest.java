package dev.recur.notifier.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.notice.LetterFacts;
import dev.recur.notifier.notice.LetterFacts.Wording;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerLanguages;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Properties;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every e-mail in every language, as buyers read it. After a wanted change run this with {@code
 * -Dgolden.update=true}, and read what has changed.
 */
class GoldenLettersTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/letters");

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:07Z");

  private final Writer writer = new Writer(TestMail.LINKS, TestMail.LINKS_BEGIN);
  private final Layout layout = new Layout();

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "de-DE", "zh-CN"})
  void everyLetter_shouldReadAsItDid(String locale) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Wording wording : Wording.values()) {
      Letter letter = letter(wording, locale);
      all.append("=== ").append(wording).append(": ").append(letter.subject()).append('\n');
      all.append(layout.text(letter)).append('\n');
      write(Path.of("target/letters", locale + "-" + wording + ".html"), layout.html(letter));
    }
    check(locale + ".txt", all.toString());
  }

  /** Also what an earlier release wrote down, which said neither. */
  @Test
  void withoutAnAgreedEnd_letterShouldNameNone() {
    String earlier =
        Facts.of(Wording.ACTIVATED_TRIAL).replaceAll(",\"(end|trialEnd)\":\"[^\"]*\"", "");
    Letter letter =
        writer.write(
            LetterFacts.parse(earlier.getBytes(UTF_8)), TestMail.buyer("Ann Buyer", "en-US"), NOW);
    assertThat(letter.paragraphs().getFirst())
        .endsWith("it renews by itself until it is canceled.");
    assertThat(layout.text(letter)).doesNotContain("Agreed end", "Trial ends");
  }

  @Test
  void wholeMail_shouldHaveTheBytesItHad() throws Exception {
    Letter letter = letter(Wording.RENEWAL_UPCOMING, "de-DE");
    MimeMessage message =
        Envelope.of(
            Session.getInstance(new Properties()),
            letter,
            layout,
            new InternetAddress("Shop Billing <billing@shop.example>"),
            new InternetAddress(TestMail.ANN),
            "D17",
            NOW);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);

    check("renewal-de.eml", bytes.toString(UTF_8).replace("\r\n", "\n"));
  }

  @Test
  void words_shouldBeThereInEachLanguage() {
    for (Locale language : BuyerLanguages.ALL) {
      assertThat(words(language).keySet())
          .as(language.toString())
          .isEqualTo(words(Locale.ENGLISH).keySet());
    }
  }

  private static ResourceBundle words(Locale language) {
    return ResourceBundle.getBundle(
        "mail.letters",
        language,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  private Letter letter(Wording wording, String locale) {
    BuyerData buyer = TestMail.buyer("Ann Buyer", locale);
    LetterFacts facts = LetterFacts.parse(Facts.of(wording).getBytes(UTF_8));
    return writer.write(facts, buyer, NOW);
  }

  private static void check(String name, String actual) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      write(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
