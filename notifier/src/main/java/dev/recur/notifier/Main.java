package dev.recur.notifier;

import io.micronaut.runtime.Micronaut;

/** Starts the notifier. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    Micronaut.build(args).mainClass(Main.class).banner(false).start();
  }
}
