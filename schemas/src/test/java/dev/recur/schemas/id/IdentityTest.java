package dev.recur.schemas.id;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

class IdentityTest {

  private static final String SUBSCRIPTION =
      Identity.subscriptionId(Origin.CREATE, "client", "request");

  @Property
  void partition_shouldBeTheOneKafkasProducerChooses(
      @ForAll String key, @ForAll @IntRange(min = 1, max = 1000) int partitions) {
    assertThat(Identity.partition(key, partitions))
        .isEqualTo(BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), partitions));
  }

  @Property
  void subscriptionId_shouldDifferWhenAnythingDiffers(
      @ForAll @StringLength(max = 4) String clientId,
      @ForAll @StringLength(max = 4) String requestId,
      @ForAll @StringLength(max = 4) String otherClientId,
      @ForAll @StringLength(max = 4) String otherRequestId) {
    Assume.that(clientId.indexOf('\n') < 0 && otherClientId.indexOf('\n') < 0);
    String id = Identity.subscriptionId(Origin.CREATE, clientId, requestId);

    boolean same = bytesEqual(clientId, otherClientId) && bytesEqual(requestId, otherRequestId);

    assertThat(id.equals(Identity.subscriptionId(Origin.CREATE, otherClientId, otherRequestId)))
        .isEqualTo(same);
    assertThat(id).isNotEqualTo(Identity.subscriptionId(Origin.PAY, clientId, requestId));
  }

  @Property
  void paymentId_shouldLeadBackToItsSubscription(
      @ForAll String requestId, @ForAll @IntRange(min = 1) int period) {
    assertThat(Identity.subscriptionIdOf(Identity.paymentIdOfPeriod(SUBSCRIPTION, period)))
        .isEqualTo(SUBSCRIPTION);
    assertThat(Identity.subscriptionIdOf(Identity.paymentIdOfRefund(SUBSCRIPTION, requestId)))
        .isEqualTo(SUBSCRIPTION);
  }

  @Property
  void paymentId_shouldDifferByPurpose(@ForAll String requestId) {
    assertThat(Identity.paymentIdOfChange(SUBSCRIPTION, requestId))
        .isNotEqualTo(Identity.paymentIdOfManual(SUBSCRIPTION, requestId))
        .isNotEqualTo(Identity.paymentIdOfRefund(SUBSCRIPTION, requestId));
  }

  @Property
  void anyText_shouldBeToldFromAnId(@ForAll String text) {
    assertThat(Identity.isPaymentId(text)).isFalse();
    assertThat(Identity.isSubscriptionId(text)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> Identity.subscriptionIdOf(text));
  }

  @Example
  void clientIdWithLineFeed_shouldBeRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.subscriptionId(Origin.CREATE, "a\nb", "c"));
  }

  @Example
  void countsBelowOne_shouldBeRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.paymentIdOfPeriod(SUBSCRIPTION, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Identity.attemptKey(SUBSCRIPTION + "P0123456789abcdef", 0));
  }

  @Example
  void idWithLineFeedAfterIt_shouldNotCountAsId() {
    assertThat(Identity.isSubscriptionId(SUBSCRIPTION + "\n")).isFalse();
    assertThat(Identity.isPaymentId(Identity.paymentIdOfPeriod(SUBSCRIPTION, 1) + "\n")).isFalse();
  }

  /** Halves of surrogate pairs have no UTF-8: they all become a question mark. */
  private static boolean bytesEqual(String a, String b) {
    return java.util.Arrays.equals(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }
}
