package dev.recur.schemas.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which deliveries share an owner. */
class EndpointLaneTest {

  private static final String ENDPOINT = "E0123456789abcdef01234567";

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          https://shop.example/a,             M https://shop.example:443
          HTTPS://Shop.Example?x=1,           M https://shop.example:443
          http://127.0.0.1:18094/hooks,       M http://127.0.0.1:18094
          http://shop.example#f,              M http://shop.example:80
          https://u:p@shop.example:8443/,     M https://shop.example:8443
          https://[2001:db8::1]:9/x,          M https://[2001:db8::1]:9
          https://a@b@c/,                     M unreadable
          ftp://shop.example/,                M unreadable
          not a url,                          M unreadable
          """)
  void laneOfAUrl_shouldBeMerchantSchemeHostAndPort_andBeReadAgain(String url, String text) {
    EndpointLane lane = EndpointLane.ofUrl("M", url);

    assertThat(lane.text()).isEqualTo(text);
    assertThat(lane.endpointId()).isEmpty();
    assertThat(EndpointLane.parse(text)).contains(lane);
  }

  @Test
  void endpointOfOneOwner_shouldHaveOneLane() {
    EndpointLane lane = EndpointLane.ofEndpoint("M", ENDPOINT, 1, "S1");

    assertThat(lane.text()).isEqualTo("M " + ENDPOINT);
    assertThat(EndpointLane.allOfEndpoint("M", ENDPOINT, 1)).containsExactly(lane);
    assertThat(EndpointLane.parse(lane.text())).contains(lane);
  }

  @Test
  void shards_shouldTakeEverySubscription_eachAlwaysTheSame() {
    Set<EndpointLane> taken =
        IntStream.range(0, 500)
            .mapToObj(i -> EndpointLane.ofEndpoint("M", ENDPOINT, 4, "S" + i))
            .collect(Collectors.toSet());

    assertThat(taken)
        .containsExactlyInAnyOrderElementsOf(EndpointLane.allOfEndpoint("M", ENDPOINT, 4));
    assertThat(taken)
        .allSatisfy(lane -> assertThat(EndpointLane.parse(lane.text())).contains(lane))
        .allSatisfy(lane -> assertThat(lane.target()).isEqualTo(ENDPOINT));
    assertThat(EndpointLane.ofEndpoint("M", ENDPOINT, 4, "S7"))
        .isEqualTo(EndpointLane.ofEndpoint("M", ENDPOINT, 4, "S7"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65})
  void numberOfShards_shouldBeBounded(int shards) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EndpointLane.ofEndpoint("M", ENDPOINT, shards, "S1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "M", "M ", " E1", "M E1#", "M E1#x", "M E1#1234"})
  void otherTexts_shouldBeNoLanes(String text) {
    assertThat(EndpointLane.parse(text)).isEmpty();
  }

  @Test
  void endpointsId_shouldBeKnownByItsShape() {
    assertThat(EndpointLane.isEndpointId(ENDPOINT)).isTrue();
    assertThat(EndpointLane.isEndpointId("E0123")).isFalse();
    assertThat(EndpointLane.parse("M https://a:1").orElseThrow().endpointId()).isEmpty();
  }

  @Test
  void laneOfMails_shouldBeTheMerchants_andBeReadAgain() {
    EndpointLane lane = EndpointLane.ofMail("M");

    assertThat(lane.text()).isEqualTo("M mailto:");
    assertThat(EndpointLane.parse("M mailto:")).contains(lane);
    assertThat(lane.isMail()).isTrue();
    assertThat(lane.endpointId()).isEmpty();
    assertThat(EndpointLane.ofUrl("M", "mailto:").isMail()).isFalse();
    assertThat(EndpointLane.ofEndpoint("M", ENDPOINT, 1, "S1").isMail()).isFalse();
  }
}
