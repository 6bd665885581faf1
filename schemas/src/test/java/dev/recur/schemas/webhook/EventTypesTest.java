package dev.recur.schemas.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which types an endpoint's list stands for. */
class EventTypesTest {

  @Test
  void nothingListed_shouldStandForEverything() {
    assertThat(EventTypes.all()).allMatch(type -> EventTypes.matches(List.of(), type));
  }

  @Test
  void name_shouldStandForAllOfItsOwn_andNoOther() {
    List<String> listed = List.of("notifyPayment", "endpoint.failing");

    assertThat(EventTypes.all())
        .filteredOn(type -> EventTypes.matches(listed, type))
        .containsExactly("notifyPayment.SUCCESS", "notifyPayment.FAIL", "endpoint.failing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notifyPayment", "notifyPayment.FAIL", "endpoint", "delivery.exhausted"})
  void knownWords_mayBeListed(String listed) {
    assertThat(EventTypes.isKnown(listed)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "notify", "notifyPayment.", "notifyPayment.fail", "*", "NotifyRefund"})
  void otherWords_mayNot(String listed) {
    assertThat(EventTypes.isKnown(listed)).isFalse();
  }

  @Test
  void operationalTypes_shouldBeThoseOfDeliveries() {
    assertThat(EventTypes.all())
        .filteredOn(EventTypes::isOperational)
        .allMatch(type -> type.startsWith("endpoint.") || type.startsWith("delivery."))
        .hasSize(4);
  }
}
