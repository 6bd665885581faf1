package dev.recur.notifier.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.notice.LetterFacts;
import dev.recur.notifier.notice.LetterFacts.Wording;
import dev.recur.schemas.buyer.BuyerData;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever merchants and buyers are called, an e-mail is ours from the first header to the end. */
class LetterPropertyTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:07Z");
  private static final Session SESSION = Session.getInstance(new Properties());

  private static final Set<String> HEADERS =
      Set.of(
          "Date",
          "From",
          "To",
          "Message-ID",
          "Subject",
          "MIME-Version",
          "Content-Type",
          "Auto-Submitted",
          "Content-Language");

  private final Writer writer = new Writer(TestMail.LINKS, TestMail.LINKS_BEGIN);
  private final Layout layout = new Layout();

  /** What somebody writes who wants more than to be called. */
  @Provide
  Arbitrary<String> names() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(300),
        Arbitraries.of(
            "Ann\r\nBcc: all@evil.example",
            "Ann\nBcc: all@evil.example\n\n<html>",
            "Ann\u2028Bcc: x@evil.example",
            "Ann\u0085\r X-Spam: no",
            "=?UTF-8?Q?=0D=0ABcc:_x@evil.example?=",
            "<script>alert(1)</script>",
            "\"><img src=https://evil.example/x>",
            "{0} {1,choice,} '{",
            "${T(java.lang.Runtime)} [[${letter}]] [(${letter})]",
            "\u202egnirts\u202c",
            "\ud800 half"),
        Arbitraries.strings()
            .withChars("\r\n\t :<>&\"'\u0000\u00a0\u2029\ufeffab@")
            .ofMaxLength(60));
  }

  @Property(tries = 400)
  void headers_shouldBeOursAlone(
      @ForAll("names") String name,
      @ForAll("names") String merchant,
      @ForAll("names") String description,
      @ForAll Wording wording)
      throws Exception {
    byte[] bytes = bytes(message(wording, name, merchant, description, NOW));
    String head = new String(bytes, US_ASCII).split("\r\n\r\n", 2)[0];
    MimeMessage read = new MimeMessage(SESSION, new ByteArrayInputStream(bytes));

    List<String> names =
        Collections.list(read.getAllHeaders()).stream().map(jakarta.mail.Header::getName).toList();
    assertThat(names).doesNotHaveDuplicates();
    assertThat(names)
        .containsAll(HEADERS)
        .filteredOn(header -> !HEADERS.contains(header))
        .allMatch(header -> header.startsWith("List-Unsubscribe"));
    assertThat(read.getHeader("To")).containsExactly(TestMail.ANN);
    assertThat(read.getSubject()).doesNotContain("\r", "\n");
    assertThat(head.lines())
        .allMatch(
            line ->
                line.startsWith("\t") || line.startsWith(" ") || line.matches("[A-Za-z-]+: .*"));
  }

  @Property(tries = 400)
  void htmlShouldHoldNoMarkupButOurs_andTextNoLineButOurs(
      @ForAll("names") String name,
      @ForAll("names") String merchant,
      @ForAll("names") String description,
      @ForAll Wording wording)
      throws Exception {
    String html = part(message(wording, name, merchant, description, NOW), 1);
    String plainHtml = part(message(wording, "Ann", "Shop", "Coffee", NOW), 1);
    String text = part(message(wording, name, merchant, description, NOW), 0);
    String plainText = part(message(wording, "Ann", "Shop", "Coffee", NOW), 0);

    assertThat(tags(html)).isEqualTo(tags(plainHtml));
    assertThat(html).doesNotContain("<script", "<img");
    assertThat(text.lines().count()).isEqualTo(plainText.lines().count());
  }

  /** But for the date: every attempt of a schedule, and every release that says the same. */
  @Property(tries = 50)
  void sameFactsAndBuyer_shouldBeTheSameBytes(@ForAll("names") String name, @ForAll Wording wording)
      throws Exception {
    String first = withoutDate(message(wording, name, "Shop", "Coffee", NOW));
    String later =
        withoutDate(message(wording, name, "Shop", "Coffee", NOW.plus(Duration.ofDays(3))));
    String muchLater =
        withoutDate(message(wording, name, "Shop", "Coffee", NOW.plus(Duration.ofDays(29))));

    assertThat(later).isEqualTo(first);
    // What was held for weeks must not come with a link that is good for a day.
    assertThat(muchLater).isNotEqualTo(first);
  }

  @Property(tries = 200)
  void anyLocale_shouldBeWrittenInALanguageThereIs(@ForAll("tags") String tag) {
    Letter letter = writer.write(facts(Wording.RECEIPT), TestMail.buyer("Ann", tag), NOW);

    assertThat(letter.language()).isIn("en", "de", "zh-Hans");
    assertThat(layout.text(letter)).as(tag).containsPattern("9[.,]99").contains("2026");
  }

  @Provide
  Arbitrary<String> tags() {
    return Arbitraries.oneOf(
        Arbitraries.of(
            "en",
            "en-GB",
            "zh",
            "zh-Hant-TW",
            "zh_CN",
            "fr",
            "th-TH-u-ca-buddhist",
            "en-u-nu-arab",
            "x-klingon",
            "",
            "-",
            "ja-JP-u-ca-japanese"),
        Arbitraries.strings().alpha().ofMaxLength(8));
  }

  private static String tags(String html) {
    return html.replaceAll("(?s)>[^<]*", ">").replaceAll("href=\"[^\"]*\"", "href");
  }

  private static String withoutDate(MimeMessage message) throws Exception {
    return new String(bytes(message), UTF_8).replaceFirst("Date: [^\r]*\r\n", "");
  }

  private static String part(MimeMessage message, int index) throws Exception {
    return (String) ((MimeMultipart) message.getContent()).getBodyPart(index).getContent();
  }

  private static byte[] bytes(MimeMessage message) throws IOException, MessagingException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    message.writeTo(bytes);
    return bytes.toByteArray();
  }

  private MimeMessage message(
      Wording wording, String name, String merchant, String description, Instant now)
      throws MessagingException {
    LetterFacts like = facts(wording);
    LetterFacts facts =
        new LetterFacts(
            wording,
            like.subscriptionId(),
            merchant,
            true,
            description,
            like.zone(),
            like.at(),
            like.writtenAt(),
            like.amount(),
            like.periodRule(),
            like.period(),
            like.next(),
            like.end(),
            like.cycles(),
            like.openEnded(),
            like.trialEnd(),
            like.reason(),
            like.reference());
    BuyerData buyer =
        new BuyerData(
            Optional.of(TestMail.ANN),
            Optional.of(name + "x"),
            Optional.of("en"),
            Map.of(),
            Set.of());
    return Envelope.of(
        SESSION,
        writer.write(facts, buyer, now),
        layout,
        new InternetAddress("billing@shop.example"),
        new InternetAddress(TestMail.ANN),
        "D17",
        now);
  }

  private static LetterFacts facts(Wording wording) {
    return LetterFacts.parse(Facts.of(wording).getBytes(UTF_8));
  }
}
