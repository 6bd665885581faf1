package dev.recur.local.stack;

import dev.recur.local.process.Ports;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which port each part of the stack listens on, always on the loopback address. */
final class StackPorts {

  /** What listens somewhere. Its port can be changed by the environment variable. */
  enum Listener {
    BROKER("RECUR_BROKER_PORT", 19092),
    BROKER_CONTROLLER("RECUR_CONTROLLER_PORT", 19093),
    REGISTRY("RECUR_REGISTRY_PORT", 18081),
    GATEWAY("RECUR_GATEWAY_PORT", 18443),
    ADMIN("RECUR_ADMIN_PORT", 18090),
    BILLING_WORKER("RECUR_WORKER_PORT", 18091),
    NOTIFIER("RECUR_NOTIFIER_PORT", 18092),
    SANDBOX_CHANNEL("RECUR_CHANNEL_PORT", 18093),
    MERCHANT("RECUR_MERCHANT_PORT", 18094),
    SMTP("RECUR_SMTP_PORT", 18095);

    private final String variable;
    private final int defaultPort;

    Listener(String variable, int defaultPort) {
      this.variable = variable;
      this.defaultPort = defaultPort;
    }
  }

  private static final int PORT_MAX = 65_535;

  private final Map<Listener, Integer> ports;

  private StackPorts(Map<Listener, Integer> ports) {
    this.ports = ports;
  }

  /**
   * The ports that the environment asks for, and the defaults for the others.
   *
   * @throws StackException when a variable holds no port, or two listeners share one
   */
  static StackPorts from(Map<String, String> environment) {
    Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
    Set<Integer> used = new HashSet<>();
    for (Listener listener : Listener.values()) {
      String value = environment.get(listener.variable);
      int port = value == null ? listener.defaultPort : parse(listener, value);
      if (!used.add(port)) {
        throw new StackException(
            listener.variable + "=" + port + " is another's port already: give it one of its own");
      }
      ports.put(listener, port);
    }
    return new StackPorts(ports);
  }

  int of(Listener listener) {
    Integer port = ports.get(listener);
    if (port == null) {
      throw new IllegalStateException("no port for " + listener);
    }
    return port;
  }

  /** The address of something that speaks HTTP. */
  String http(Listener listener) {
    return "http://127.0.0.1:" + of(listener);
  }

  /**
   * Makes sure that nobody else listens there.
   *
   * @throws StackException when somebody does; it says where, and which variable helps
   */
  void checkFree() {
    List<String> taken = new ArrayList<>();
    ports.forEach(
        (listener, port) -> {
          if (!Ports.isFree(port)) {
            taken.add(port + " (" + listener.variable + ")");
          }
        });
    if (!taken.isEmpty()) {
      throw new StackException(
          "In use already: port "
              + String.join(", ", taken)
              + ". End what listens there, or set the variable to another port");
    }
  }

  private static int parse(Listener listener, String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 1 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below, with what to do.
    }
    throw new StackException(
        listener.variable + "=" + value + " is no port: give a number from 1 to " + PORT_MAX);
  }
}
