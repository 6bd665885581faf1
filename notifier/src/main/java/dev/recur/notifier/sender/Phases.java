package dev.recur.notifier.sender;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * How long the parts of an exchange took, in milliseconds; a part that was not come to, or not
 * needed because the connection was open already, is absent.
 *
 * @param dnsMs looking the name up
 * @param connectMs connecting, without TLS, to every address that was tried
 * @param tlsMs the TLS handshake
 * @param firstByteMs from the request sent to the answer's head
 * @param address that was connected to
 */
record Phases(
    OptionalLong dnsMs,
    OptionalLong connectMs,
    OptionalLong tlsMs,
    OptionalLong firstByteMs,
    Optional<String> address) {

  static final Phases NONE =
      new Phases(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty());
}
