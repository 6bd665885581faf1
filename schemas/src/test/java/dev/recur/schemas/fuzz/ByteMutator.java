package dev.recur.schemas.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Flips, cuts, doubles and moves bytes, and puts numbers where lengths and counts may be. */
final class ByteMutator implements Mutator {

  private static final int REPEATS_MAX = 200;

  @Override
  public byte[] mutate(byte[] input, RandomGenerator random) {
    int at = random.nextInt(input.length + 1);
    int to = Math.min(input.length, at + random.nextInt(1 + Math.max(1, input.length / 4)));
    return switch (random.nextInt(8)) {
      case 0 -> flip(input, random);
      case 1 -> Arrays.copyOf(input, at);
      case 2 -> splice(input, at, to, new byte[0]);
      case 3 -> splice(input, at, at, randomBytes(random));
      case 4 -> splice(input, at, to, number(random));
      case 5 -> splice(input, at, at, number(random));
      case 6 -> splice(input, at, to, repeated(input, at, to, 1 + random.nextInt(REPEATS_MAX)));
      default ->
          splice(
              input,
              random.nextInt(input.length + 1),
              input.length,
              Arrays.copyOfRange(input, at, to));
    };
  }

  private static byte[] flip(byte[] input, RandomGenerator random) {
    if (input.length == 0) {
      return randomBytes(random);
    }
    byte[] flipped = input.clone();
    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return flipped;
  }

  private static byte[] randomBytes(RandomGenerator random) {
    byte[] bytes = new byte[1 + random.nextInt(16)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A number as lengths are written: Avro's and Protobuf's way, or with the high byte first. */
  private static byte[] number(RandomGenerator random) {
    long number = Hostile.number(random);
    return switch (random.nextInt(3)) {
      case 0 -> ByteBuffer.allocate(Integer.BYTES).putInt((int) number).array();
      case 1 -> ByteBuffer.allocate(Long.BYTES).putLong(number).array();
      default -> zigZag(number);
    };
  }

  private static byte[] zigZag(long number) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long left = (number << 1) ^ (number >> 63);
    while ((left & ~0x7fL) != 0) {
      out.write((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
    return out.toByteArray();
  }

  private static byte[] repeated(byte[] input, int from, int to, int times) {
    int fit = to == from ? 0 : Math.min(times, BYTES_MAX / (to - from));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < fit; i++) {
      out.write(input, from, to - from);
    }
    return out.toByteArray();
  }

  private static byte[] splice(byte[] input, int from, int to, byte[] put) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(input, 0, from);
    out.writeBytes(put);
    out.write(input, to, input.length - to);
    return out.toByteArray();
  }
}
