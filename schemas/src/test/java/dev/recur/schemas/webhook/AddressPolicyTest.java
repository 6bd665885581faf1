package dev.recur.schemas.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses may be connected to. */
class AddressPolicyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        // This machine, private networks, shared and link-local addresses.
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.255.255.254",
        "169.254.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        // Metadata of the clouds.
        "169.254.169.254",
        "169.254.170.2",
        "100.100.100.200",
        "192.0.0.192",
        "168.63.129.16",
        "fd00:ec2::254",
        "fd20:ce::254",
        // Assignments, documentation, benchmarks, relays.
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        // Multicast, reserved, broadcast.
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        // IPv6.
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "100::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "ff02::1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        // Even of a public address: who runs the gateway is not known.
        "64:ff9b::808:808",
        "64:ff9b:1::a9fe:a9fe",
        "2001::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:808:808::1",
        "3fff::1",
        "5f00::1"
      })
  void addressesThatAreNotPublic_shouldBeRefused(String address) {
    assertThat(AddressPolicy.publicOnly().allows(address(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "168.63.129.15",
        "172.15.255.255",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.255.255",
        "198.20.0.1",
        "223.255.255.255",
        "::ffff:8.8.8.8",
        "2606:4700::1111",
        "2a00:1450::1"
      })
  void publicAddresses_shouldBeAllowed(String address) {
    assertThat(AddressPolicy.publicOnly().allows(address(address))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "10.20.0.0/16, 10.20.255.255, true",
    "10.20.0.0/16, 10.21.0.0, false",
    "10.20.0.0/15, 10.21.0.0, true",
    "10.20.0.7, 10.20.0.7, true",
    "10.20.0.7, 10.20.0.8, false",
    "127.0.0.0/8, ::ffff:127.0.0.1, true",
    "::1/128, ::1, true",
    "::1/128, 0.0.0.1, false",
    "0.0.0.0/0, 10.0.0.1, true",
    "0.0.0.0/0, ::1, false",
    "fd00::/8, fd12::1, true",
    // What is wrapped must be allowed as well.
    "64:ff9b::/96, 64:ff9b::808:808, true",
    "64:ff9b::/96, 64:ff9b::a9fe:a9fe, false",
    "64:ff9b:1::/48, 64:ff9b:1::7f00:1, false",
    "2002::/16, 2002:808:808::1, true",
    "2002::/16, 2002:a00:1::1, false",
    "2001::/32, 2001::f7f7:f7f7, true",
    "2001::/32, 2001::5601:5601, false",
    "::/96, ::7f00:1, false"
  })
  void listedNetworks_shouldBeAllowed_andNoOthers(String network, String address, boolean allowed) {
    AddressPolicy policy =
        AddressPolicy.only(List.of(Network.parse(network)), AddressPolicy.publicOnly());

    assertThat(policy.allows(address(address))).isEqualTo(allowed);
  }

  @Test
  void wrappedAddressOfAListedNetwork_shouldBeAllowed() {
    List<Network> networks = Stream.of("64:ff9b::/96", "10.0.0.0/8").map(Network::parse).toList();

    assertThat(
            AddressPolicy.only(networks, AddressPolicy.publicOnly())
                .allows(address("64:ff9b::a00:1")))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0/8",
        "::1/129",
        "fd00::/x"
      })
  void whatIsNoNetwork_shouldBeRefused(String text) {
    assertThatThrownBy(() -> Network.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10.0.0.0/8");
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
