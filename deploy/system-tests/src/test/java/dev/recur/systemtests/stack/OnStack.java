package dev.recur.systemtests.stack;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the whole system. It is given the {@link Stack}, one for all such classes: what it
 * finds there it leaves alone, and what it looks at it has made. The first such class starts it,
 * the end of the test run ends it.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StackExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
public @interface OnStack {

  /** Order of the classes that share the stack: after all others. */
  int FIRST = Integer.MAX_VALUE - 100;

  /** For what is to be looked at when all others have had their turn. */
  int LAST = Integer.MAX_VALUE - 1;
}
