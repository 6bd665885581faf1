package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The classes that are made from the schemas of any module, and what holds for each of them. */
public final class Generated {

  private Generated() {}

  /** Every record of a package, in the order of their names. */
  public static List<Class<? extends SpecificRecord>> in(String packageName) {
    return new ClassFileImporter()
        .importPackages(packageName).stream()
            .filter(type -> type.isAssignableTo(SpecificRecord.class))
            .sorted(Comparator.comparing(JavaClass::getName))
            .<Class<? extends SpecificRecord>>map(
                type -> type.reflect().asSubclass(SpecificRecord.class))
            .toList();
  }

  /**
   * A value as it is stored is, byte for byte, what Avro's own encoder makes of it, and is read
   * back.
   *
   * @param seed of the value, whatever it is
   */
  public static <V extends SpecificRecord> void shouldBeStoredAsAvroDoes(Class<V> type, long seed)
      throws IOException {
    V value = Samples.random(type, seed);
    SingleObjectEncoder<V> encoder = new SingleObjectEncoder<>(type);
    byte[] bytes = encoder.encode(value);

    assertThat(bytes)
        .isEqualTo(
            new BinaryMessageEncoder<V>(SpecificData.getForClass(type), value.getSchema())
                .encode(value)
                .array());
    // Not compared as values: a generated class cannot, where a list has times that may be absent.
    assertThat(encoder.encode(new SingleObjectDecoder<>(type).decode(bytes))).isEqualTo(bytes);
  }
}
