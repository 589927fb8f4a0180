package io.nelumbo.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.note.NoteCommitment;
import io.nelumbo.core.note.Nullifier;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.engine.DecryptedNotes;
import io.nelumbo.prover.ProofRequest;
import io.nelumbo.wallet.key.AccountKeys;
import io.nelumbo.wallet.key.Mnemonic;
import io.nelumbo.wallet.key.ViewingKeyFile;
import io.nelumbo.wallet.key.ViewingKeys;
import io.nelumbo.wallet.key.ViewingKind;
import io.nelumbo.wallet.store.OwnNote;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Objects that hold secrets say nothing of them, and messages repeat none. */
class SecretTextTest {
  private static byte[] secret(int length) {
    byte[] secret = new byte[length];
    Arrays.fill(secret, (byte) 0x5a);
    return secret;
  }

  @Test
  void toString_showsNoSecret() {
    byte[] entropy = secret(32);
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy);
        AccountKeys account = AccountKeys.of(mnemonic, 0);
        ViewingKeys view = account.viewingKey(ViewingKind.OUTGOING)) {
      OwnNote note =
          new OwnNote(
              secret(120),
              secret(32),
              NoteCommitment.of(new byte[32]),
              Optional.of(Nullifier.of(new byte[32])),
              7,
              8,
              false);
      ProofRequest request =
          new ProofRequest(
              CircuitId.TRANSFER_1X2,
              secret(2000),
              new byte[32 * CircuitId.TRANSFER_1X2.publicInputs()]);
      List<Object> bearers =
          List.of(
              mnemonic,
              account,
              account.view(),
              view,
              new ViewingKeyFile.Opened(view, NetworkKind.DEV),
              note,
              request,
              new DecryptedNotes(new boolean[1], secret(120), secret(512), secret(32)));
      String word = new String(mnemonic.words()).split(" ")[0];
      for (Object bearer : bearers) {
        assertThat(bearer.toString())
            .doesNotContain(HexFormat.of().formatHex(secret(4)))
            .doesNotContain("90, 90")
            .doesNotContain(word)
            .doesNotContain(Arrays.toString(secret(2)));
        // Short enough to hold no key in any form.
        assertThat(bearer.toString().length()).isLessThan(80);
      }
    }
  }

  @Test
  void refusals_repeatNeitherPasswordNorWords() {
    String words =
        "legal winner thank year wave sausage worth useful legal winner thank secretword";
    for (String text : List.of(words, words + " " + words, "secretword")) {
      try {
        Mnemonic.parse(text.toCharArray());
        throw new AssertionError("accepted");
      } catch (WalletException e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
          assertThat(String.valueOf(t.getMessage()))
              .doesNotContain("secretword")
              .doesNotContain("sausage");
        }
      }
    }
  }
}
