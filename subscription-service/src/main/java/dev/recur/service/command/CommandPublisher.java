package dev.recur.service.command;

/** Hands commands to the broker. */
@FunctionalInterface
interface CommandPublisher {

  /**
   * Hands one over; returns before it is there.
   *
   * @param notPublished called, perhaps on another thread, when it could not be handed over
   */
  void publish(Command command, String commandId, Runnable notPublished);
}
