package dev.recur.service.gateway.wire;

import dev.recur.service.input.Fields;
import java.util.Objects;

/**
 * Which page of a list is wanted (Antom, inquireSubscriptionPayment).
 *
 * @param currentPage from 1
 */
public record Paging(int currentPage, int pageSize) {

  private static final int PAGE_SIZE_MAX = 100;
  private static final long PAGE_SIZE_DEFAULT = 10;

  static Paging read(Fields body) {
    Long page = body.optionalInteger("currentPage", 1, Integer.MAX_VALUE);
    Long size = body.optionalInteger("pageSize", 1, PAGE_SIZE_MAX);
    return new Paging(
        Math.toIntExact(Objects.requireNonNullElse(page, 1L)),
        Math.toIntExact(Objects.requireNonNullElse(size, PAGE_SIZE_DEFAULT)));
  }
}
