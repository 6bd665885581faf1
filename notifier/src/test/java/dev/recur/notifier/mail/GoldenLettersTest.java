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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

  /** An earlier release wrote neither down: an end may have been agreed all the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACTIVATED | renews by itself until it is canceled, or until its end where one was agreed.",
        "ACTIVATED_TRIAL | until it is canceled, or until its end where one was agreed.",
        "ACTIVATED_SELF_MANAGED | until it is canceled, or until its end where one was agreed."
      })
  void endThatIsNotKnown_shouldBeNeitherNamedNorDenied(Wording wording, String words) {
    Letter letter = english(endless(wording));
    assertThat(letter.paragraphs().getFirst()).endsWith(words);
    assertThat(layout.text(letter)).doesNotContain("Agreed end", "Trial ends");
  }

  @ParameterizedTest
  @EnumSource(names = {"ACTIVATED", "ACTIVATED_TRIAL", "ACTIVATED_SELF_MANAGED"})
  void openEnd_shouldBeToldAsSuch(Wording wording) {
    Letter letter = english(endless(wording).replace("}", ",\"openEnded\":true}"));
    assertThat(letter.paragraphs().getFirst()).endsWith("until it is canceled.");
  }

  /** All periods are counted, trials too, and the last of them renews no more. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACTIVATED | 12 | renews by itself until it is canceled, or until 12 periods in all are over.",
        "ACTIVATED | 1 | and is for 1 period and does not renew.",
        "ACTIVATED_TRIAL | 12 | It renews by itself until it is canceled, or until 12 periods in all are over.",
        "ACTIVATED_TRIAL | 1 | It is for 1 period and does not renew.",
        "ACTIVATED_SELF_MANAGED | 1 | until it is canceled, or until 1 period is over."
      })
  void countedPeriods_shouldBeToldInAll(Wording wording, int cycles, String words) {
    String facts = endless(wording).replace("}", ",\"cycles\":" + cycles + "}");
    assertThat(english(facts).paragraphs().getFirst()).endsWith(words);
  }

  private static String endless(Wording wording) {
    return Facts.of(wording).replaceAll(",\"(end|trialEnd|cycles)\":(\"[^\"]*\"|\\d+)", "");
  }

  private Letter english(String facts) {
    return writer.write(
        LetterFacts.parse(facts.getBytes(UTF_8)), TestMail.buyer("Ann Buyer", "en-US"), NOW);
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
