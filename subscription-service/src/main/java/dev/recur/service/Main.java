package dev.recur.service;

import io.micronaut.runtime.Micronaut;

/** Starts the service. */
public final class Main {

  private Main() {}

  /** Runs until the process is told to stop. */
  public static void main(String[] args) {
    Micronaut.build(args).mainClass(Main.class).banner(false).start();
  }
}
