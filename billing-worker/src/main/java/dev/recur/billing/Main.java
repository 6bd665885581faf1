package dev.recur.billing;

import io.micronaut.runtime.Micronaut;

/** Starts the worker. */
public final class Main {

  private Main() {}

  /** Runs until the process is told to stop. */
  public static void main(String[] args) {
    Micronaut.build(args).mainClass(Main.class).banner(false).start();
  }
}
