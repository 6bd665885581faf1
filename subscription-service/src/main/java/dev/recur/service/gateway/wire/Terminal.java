package dev.recur.service.gateway.wire;

import dev.recur.service.input.Fields;
import org.jspecify.annotations.Nullable;

/** What the buyer holds (Antom, Env.terminalType). */
public enum Terminal {
  WEB,
  WAP,
  APP,
  MINI_APP;

  /** Looked at, so that a mistake is told, but the same links work on both. */
  private enum OsType {
    IOS,
    ANDROID
  }

  /** Reads {@code env}, where there is one. */
  static @Nullable Terminal read(Fields body) {
    Fields env = body.optionalObject("env").orElse(null);
    if (env == null) {
      return null;
    }
    var _ = env.optionalOneOf("osType", OsType.class);
    return env.oneOf("terminalType", Terminal.class);
  }

  /** True where the answer tells how to open the buyer's app (Antom, create: response). */
  public boolean opensApps() {
    return this == WAP || this == APP;
  }
}
