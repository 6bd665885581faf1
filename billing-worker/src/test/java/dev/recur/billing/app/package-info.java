@NullMarked
package dev.recur.billing.app;

import org.jspecify.annotations.NullMarked;
