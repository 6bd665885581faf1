package dev.recur.schemas.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.buyer.BuyerLanguages;
import dev.recur.schemas.buyer.BuyerLink;
import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.kafka.Traceparent;
import dev.recur.schemas.method.CardNumber;
import dev.recur.schemas.signature.BrokenSealException;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.StandardWebhooks;
import dev.recur.schemas.signature.WireSignature;
import dev.recur.schemas.webhook.Network;
import dev.recur.schemas.webhook.Reach;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Texts that strangers write: read, or refused as whoever reads them says. */
class TextsFuzzTest {

  private static final KeyPair KEYS = sameKeys("RSA", Keys.KEY_BITS_MIN);
  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private static final int ED25519_BITS = 255;

  /** The same each time, since inputs are made of them. */
  private static KeyPair sameKeys(String algorithm, int bits) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(1);
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits, random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(byte[] input) {
    return new String(input, UTF_8);
  }

  @Test
  void signatureHeader_shouldBeReadOrNot_andOnlyTheRightOneBeRight() {
    String right = signed().value();
    Map<String, Long> outcomes =
        Fuzz.of(
                "signature-header",
                Mutator.text("algorithm", "RSA256", "keyVersion", "signature", "=", ",", "%3D"))
            .seeds(right, right.replace(",", " , "), "signature=abc")
            .run(input -> verified(text(input)));

    assertThat(outcomes).containsKeys("none", "wrong", "right");
  }

  private static SignatureHeader signed() {
    return WireSignature.sign(KEYS.getPrivate(), 1, "POST", "/a", "C", "1", BODY);
  }

  private static String verified(String header) {
    Optional<SignatureHeader> read = SignatureHeader.parse(header);
    if (read.isEmpty()) {
      return "none";
    }
    if (!WireSignature.verify(KEYS.getPublic(), read.get(), "POST", "/a", "C", "1", BODY)) {
      return "wrong";
    }
    // Not the text: of its last digit only some bits count.
    assertThat(decoded(read.get())).isEqualTo(decoded(signed()));
    return "right";
  }

  private static byte[] decoded(SignatureHeader header) {
    return Base64.getDecoder().decode(header.signature());
  }

  @Test
  void lane_shouldBeReadAsItIsWritten() {
    assertThat(
            Fuzz.of("lane", Mutator.text("://", "#", " ", "mailto:", "unreadable", "[", "@"))
                .seeds(
                    "C1 E0123456789abcdef01234567#3",
                    "C1 E0123456789abcdef01234567",
                    "C1 https://shop.example:443",
                    "C1 mailto:",
                    "https://user@[2001:db8::1]:8443/a?b#c")
                .run(input -> lane(text(input))))
        .containsKeys("none", "a URL's", "an endpoint's");
  }

  private static String lane(String text) {
    EndpointLane ofUrl = EndpointLane.ofUrl("C1", text);
    assertThat(EndpointLane.parse(ofUrl.text())).contains(ofUrl);
    Optional<EndpointLane> lane = EndpointLane.parse(text);
    lane.ifPresent(
        read -> {
          assertThat(read.text()).isEqualTo(text);
          assertThat(text).startsWith(read.clientId() + " ").contains(read.target());
        });
    return lane.map(read -> read.endpointId().isPresent() ? "an endpoint's" : "a URL's")
        .orElse("none");
  }

  @Test
  void ids_shouldBeWhatTheyLookLike() {
    String id = "S0123456789abcdef0123456789abcdef01234567";
    assertThat(
            Fuzz.of("ids", Mutator.text("S", "P"))
                .seeds(id, id + "P0123456789abcdef")
                .run(
                    input -> {
                      String text = text(input);
                      if (Identity.isPaymentId(text)) {
                        assertThat(text).startsWith(Identity.subscriptionIdOf(text) + "P");
                        return "a payment's";
                      }
                      CardNumber.isIn(text);
                      return Identity.isSubscriptionId(text) ? "a subscription's" : "no id";
                    }))
        .containsKeys("a payment's", "a subscription's", "no id");
  }

  @Test
  void traceparent_shouldBeReadAsItIsWritten() {
    assertThat(
            Fuzz.of("traceparent", Mutator.text("00", "ff", "-", "01"))
                .seeds("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .run(
                    input -> {
                      Optional<Traceparent> read = Traceparent.parse(text(input));
                      read.ifPresent(
                          trace -> assertThat(Traceparent.parse(trace.toString())).contains(trace));
                      return read.isPresent() ? "a place" : "none";
                    }))
        .containsKeys("a place", "none");
  }

  @Test
  void languages_shouldBeAskedForOrNot() {
    assertThat(
            Fuzz.of("accept-language", Mutator.text("de", "en", "zh", "-", ";q=", "*", ",", "x"))
                .seeds("de-CH,de;q=0.9,en;q=0.8,*;q=0.5", "zh-Hant-TW", "en_US")
                .run(
                    input -> {
                      Optional<Locale> first = BuyerLanguages.accepted(text(input));
                      Optional<Locale> only = BuyerLanguages.find(text(input));
                      return first.isPresent() || only.isPresent() ? "one of ours" : "none";
                    }))
        .containsKeys("one of ours", "none");
  }

  @Test
  void keys_shouldBeReadOrRefusedWithACure() {
    String key = Keys.base64(KEYS.getPublic());
    String ed25519 = Keys.base64(sameKeys("Ed25519", ED25519_BITS).getPublic());
    assertThat(
            Fuzz.of("public-key", Mutator.text("-----BEGIN PUBLIC KEY-----", "\n", "MIIB", "="))
                .seeds(key, ed25519)
                .run(input -> key(text(input))))
        .containsKey("a key")
        .hasSizeGreaterThan(2);
  }

  private static String key(String text) {
    try {
      StandardWebhooks.ed25519PublicKey(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
    try {
      Keys.publicKey(text);
      return "a key";
    } catch (IllegalArgumentException e) {
      return Fuzz.outcome(e);
    }
  }

  @Test
  void buyersLink_shouldBeGoodOrNot() {
    BuyerLink links = new BuyerLink(new SecretBox(new byte[SecretBox.KEY_BYTES]));
    Instant now = Instant.ofEpochSecond(1_800_000_000);
    BuyerLink.Proof proof = links.pageProof("S1", now);
    assertThat(
            Fuzz.of("buyer-link", Mutator.text("&"))
                .seeds("S1&" + proof.expires() + "&" + proof.signature())
                .run(
                    input -> {
                      String[] part = (text(input) + "&&").split("&", -1);
                      BuyerLink.Proof claimed = new BuyerLink.Proof(part[1], part[2]);
                      BuyerLink.Worth worth = links.ofPage(part[0], claimed, now);
                      if (worth == BuyerLink.Worth.GOOD) {
                        assertThat(part[0]).isEqualTo("S1");
                        assertThat(claimed).isEqualTo(proof);
                      }
                      return worth.name();
                    }))
        .containsKeys("GOOD", "WRONG");
  }

  @Test
  void hosts_shouldBeReachedOrObjectedTo() {
    Reach reach = Reach.allowing(List.of());
    assertThat(
            Fuzz.of("host", Mutator.text("127", "0x", ".", ":", "::", "ffff", "%eth0", "["))
                .seeds(
                    "shop.example", "192.0.2.7", "64:ff9b::7f00:1", "2002:7f00:1::", "10.0.0.0/8")
                .run(
                    input -> {
                      network(text(input));
                      Reach.Url url = new Reach.Url(true, false, text(input), 443);
                      return reach.objectionToLiteral(url).isPresent() ? "objection" : "reached";
                    }))
        .containsKeys("objection", "reached");
  }

  private static void network(String text) {
    try {
      Network.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("is no network");
    }
  }

  @Test
  void secrets_shouldOpenOnlyAsTheyWereSealed() {
    SecretBox box = new SecretBox(new byte[SecretBox.KEY_BYTES]);
    byte[] sealed =
        HexFormat.of().parseHex("0189192008006f86a7048a42b02f068a2b402a12dcebbcd29098729b4c2aa8");
    assertThat(
            Fuzz.of("sealed", Mutator.bytes())
                .seeds(sealed)
                .run(
                    input -> {
                      try {
                        assertThat(box.open(input, "context")).isEqualTo(BODY);
                        return "open";
                      } catch (BrokenSealException e) {
                        return Fuzz.outcome(e);
                      }
                    }))
        .containsKey("open");
  }
}
