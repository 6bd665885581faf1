package dev.recur.schemas.buyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recur.schemas.buyer.BuyerLink.Proof;
import dev.recur.schemas.buyer.BuyerLink.Worth;
import dev.recur.schemas.signature.SecretBox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BuyerLinkTest {

  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00.999Z");
  private static final String ID = "S0123456789012345678901234567890123456789";

  private final BuyerLink links = new BuyerLink(new SecretBox(new byte[SecretBox.KEY_BYTES]));

  @Example
  void page_shouldOpenUntilItExpires() {
    URI link = URI.create(links.page(ID, NOW));
    assertThat(link.getPath()).isEqualTo("/subscriptions/" + ID);
    Proof proof = proof(link);
    assertThat(links.ofPage(ID, proof, NOW)).isEqualTo(Worth.GOOD);
    Instant end = NOW.plus(BuyerLink.PAGE_TIME);
    assertThat(links.ofPage(ID, proof, end.minusSeconds(1))).isEqualTo(Worth.GOOD);
    assertThat(links.ofPage(ID, proof, end)).isEqualTo(Worth.EXPIRED);
    assertThat(BuyerLink.PAGE_TIME).isEqualTo(Duration.ofDays(30));
  }

  @Example
  void unsubscribing_shouldBeForOneNoticeAndNothingElse() {
    URI link = URI.create(links.unsubscribe(ID, BuyerNotice.RENEWAL_UPCOMING, NOW));
    assertThat(link.getPath()).isEqualTo("/subscriptions/" + ID + "/unsubscribe");
    assertThat(query(link)).containsEntry("notice", "RENEWAL_UPCOMING");
    Proof proof = proof(link);
    assertThat(links.ofUnsubscribing(ID, BuyerNotice.RENEWAL_UPCOMING, proof, NOW))
        .isEqualTo(Worth.GOOD);
    assertThat(links.ofUnsubscribing(ID, BuyerNotice.TRIAL_ENDING, proof, NOW))
        .isEqualTo(Worth.WRONG);
    assertThat(links.ofPage(ID, proof, NOW)).isEqualTo(Worth.WRONG);
    assertThat(links.ofUnsubscribing(ID, BuyerNotice.TRIAL_ENDING, links.pageProof(ID, NOW), NOW))
        .isEqualTo(Worth.WRONG);
  }

  @Example
  void whatBelongsToTheContract_shouldHaveNoSuchLink() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> links.unsubscribe(ID, BuyerNotice.RECEIPT, NOW));
    assertThat(BuyerNotice.values())
        .filteredOn(BuyerNotice::isOptional)
        .containsExactly(BuyerNotice.TRIAL_ENDING, BuyerNotice.RENEWAL_UPCOMING);
  }

  /** Whatever somebody puts in the place of either half, it opens nothing. */
  @Property(tries = 500)
  void madeUpProof_shouldBeWrong(@ForAll String expires, @ForAll String signature) {
    Proof good = links.pageProof(ID, NOW);
    assertThat(links.ofPage(ID, new Proof(expires, good.signature()), NOW)).isEqualTo(Worth.WRONG);
    assertThat(links.ofPage(ID, new Proof(good.expires(), signature), NOW)).isEqualTo(Worth.WRONG);
    assertThat(links.ofPage("S" + expires, good, NOW)).isEqualTo(Worth.WRONG);
  }

  @Property(tries = 200)
  void longerLife_shouldNotBeHadByWritingIt(@ForAll @IntRange(min = 1) int seconds) {
    Proof good = links.pageProof(ID, NOW);
    String later = Long.toString(Long.parseLong(good.expires()) + seconds);
    assertThat(links.ofPage(ID, new Proof(later, good.signature()), NOW)).isEqualTo(Worth.WRONG);
  }

  @Example
  void otherMasterKey_shouldOpenNothing() {
    byte[] other = new byte[SecretBox.KEY_BYTES];
    other[0] = 1;
    Proof good = links.pageProof(ID, NOW);
    assertThat(new BuyerLink(new SecretBox(other)).ofPage(ID, good, NOW)).isEqualTo(Worth.WRONG);
  }

  private static Proof proof(URI link) {
    Map<String, String> query = query(link);
    return new Proof(query.getOrDefault("expires", ""), query.getOrDefault("signature", ""));
  }

  private static Map<String, String> query(URI link) {
    return Arrays.stream(link.getQuery().split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }
}
