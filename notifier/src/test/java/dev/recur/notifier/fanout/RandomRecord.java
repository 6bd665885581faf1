package dev.recur.notifier.fanout;

import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.Purpose;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;

/**
 * A value of a schema, every field of it at random as far as the words of the ledger leave it: each
 * word is a known one, and what a payment is for fits the event.
 */
public final class RandomRecord {

  private static final long SEED = 20261121;

  private RandomRecord() {}

  /** Some value, through its bytes, so that times are times and not numbers. */
  public static Object of(Schema schema) {
    try {
      var bytes = new ByteArrayOutputStream();
      Encoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      Object random = new RandomData(new GenericData(), schema, 1, SEED, false).iterator().next();
      new GenericDatumWriter<Object>(schema, new GenericData()).write(random, encoder);
      return sensible(
          new SpecificDatumReader<Object>(schema)
              .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object sensible(Object value) {
    if (value instanceof Enum<?> word && word.name().equals("UNKNOWN")) {
      return word.getDeclaringClass().getEnumConstants()[1];
    }
    if (value instanceof SpecificRecordBase record) {
      for (Schema.Field field : record.getSchema().getFields()) {
        record.put(field.pos(), sensible(record.get(field.pos())));
      }
    }
    if (value instanceof PaymentFacts payment) {
      put(payment, new Purpose(PurposeKind.PERIOD, 1, null));
    }
    if (value instanceof RefundFacts facts) {
      put(facts.getRefund(), new Purpose(PurposeKind.REFUND, null, "r-1"));
    }
    return value;
  }

  private static void put(PaymentFacts payment, Purpose purpose) {
    payment.put(payment.getSchema().getField("purpose").pos(), purpose);
  }
}
