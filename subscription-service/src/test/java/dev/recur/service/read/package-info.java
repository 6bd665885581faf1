@NullMarked
package dev.recur.service.read;

import org.jspecify.annotations.NullMarked;
