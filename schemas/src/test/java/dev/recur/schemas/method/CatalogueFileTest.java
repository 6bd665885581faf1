package dev.recur.schemas.method;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueFileTest {

  private static final String COLUMNS =
      "profile,code,name,kind,countries,currencies,zeroAmount,managed,signOnly,refunds";

  @Test
  void aLine_shouldBecomeTheRulesItSays() {
    assertEquals(
        List.of(
            new MethodRules(
                "X",
                "An X",
                MethodKind.WALLET,
                Set.of("MY", "SG"),
                Set.of("MYR"),
                true,
                false,
                true,
                false)),
        CatalogueFile.parse(List.of("# why", COLUMNS, "AMS,X,An X,WALLET,MY SG,MYR,yes,no,yes,no"))
            .get(Profile.AMS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NOBODY,X,X,WALLET,,,yes,yes,no,yes | no such profile: NOBODY",
        "AMS,X,X,PURSE,,,yes,yes,no,yes | no such kind: PURSE",
        "AMS,X,X,WALLET,,,maybe,yes,no,yes | neither yes nor no: maybe",
        "AMS,X,X,WALLET,,,yes,yes,no | not as many values as columns",
      })
  void aWrongLine_shouldSayWhereAndWhy(String line, String why) {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalStateException.class, () -> CatalogueFile.parse(List.of(COLUMNS, line)))
                .getMessage());

    assertTrue(message.contains(line), message);
    assertTrue(message.endsWith(why), message);
  }

  @Test
  void aMethodTwiceInOneProfile_shouldBeRefused() {
    String line = "AMS,X,X,WALLET,,,yes,yes,no,yes";

    assertThrows(
        IllegalStateException.class, () -> CatalogueFile.parse(List.of(COLUMNS, line, line)));
  }

  @Test
  void otherColumns_shouldBeRefused() {
    assertThrows(IllegalStateException.class, () -> CatalogueFile.parse(List.of("code,name")));
  }
}
