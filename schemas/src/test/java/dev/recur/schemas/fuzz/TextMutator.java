package dev.recur.schemas.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Puts other words, numbers and signs into a text, leaves some out and doubles others. */
final class TextMutator implements Mutator {

  private static final Pattern WORD = Pattern.compile("[A-Za-z]+|[0-9]+|[^A-Za-z0-9]");
  private static final int REPEATS_MAX = 500;
  private static final int WORDS_LOOKED_AT_MAX = 20_000;

  private final Mutator bytes = new ByteMutator();
  private final List<String> words;

  TextMutator(List<String> words) {
    this.words = words;
  }

  @Override
  public byte[] mutate(byte[] input, RandomGenerator random) {
    if (random.nextInt(8) == 0) {
      return bytes.mutate(input, random);
    }
    String text = new String(input, UTF_8);
    List<MatchResult> found = WORD.matcher(text).results().limit(WORDS_LOOKED_AT_MAX).toList();
    if (found.isEmpty()) {
      return word(random).getBytes(UTF_8);
    }
    MatchResult one = found.get(random.nextInt(found.size()));
    MatchResult other = found.get(random.nextInt(found.size()));
    String put =
        switch (random.nextInt(6)) {
          case 0 -> "";
          case 1 -> one.group() + word(random);
          case 2 -> one.group().repeat(1 + random.nextInt(REPEATS_MAX));
          case 3 -> other.group();
          case 4 -> other.group() + one.group();
          default -> word(random);
        };
    return (text.substring(0, one.start()) + put + text.substring(one.end())).getBytes(UTF_8);
  }

  private String word(RandomGenerator random) {
    if (!words.isEmpty() && random.nextBoolean()) {
      return words.get(random.nextInt(words.size()));
    }
    return random.nextInt(3) == 0 ? Long.toString(Hostile.number(random)) : Hostile.text(random);
  }
}
