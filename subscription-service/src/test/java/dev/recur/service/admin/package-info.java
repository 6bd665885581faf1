@NullMarked
package dev.recur.service.admin;

import org.jspecify.annotations.NullMarked;
