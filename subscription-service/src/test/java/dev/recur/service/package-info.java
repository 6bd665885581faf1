@NullMarked
package dev.recur.service;

import org.jspecify.annotations.NullMarked;
