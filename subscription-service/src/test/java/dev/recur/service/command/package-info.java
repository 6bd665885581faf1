@NullMarked
package dev.recur.service.command;

import org.jspecify.annotations.NullMarked;
