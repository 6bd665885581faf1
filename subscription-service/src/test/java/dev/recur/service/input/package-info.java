@NullMarked
package dev.recur.service.input;

import org.jspecify.annotations.NullMarked;
