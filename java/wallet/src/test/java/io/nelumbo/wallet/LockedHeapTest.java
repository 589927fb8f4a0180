package io.nelumbo.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.core.note.NoteOutput;
import io.nelumbo.engine.DecryptedNotes;
import io.nelumbo.engine.KeyDerivation;
import io.nelumbo.engine.KeyPart;
import io.nelumbo.engine.NativeContext;
import io.nelumbo.engine.NoteCommitments;
import io.nelumbo.engine.NoteCrypto;
import io.nelumbo.engine.NoteScope;
import io.nelumbo.wallet.key.Mnemonic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After the lock a dump of the process's heap holds none of the wallets' secrets. */
class LockedHeapTest {
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  @TempDir Path folder;

  @Test
  void lockedProcess_holdsNoSecret_andAnOpenOneDoes() throws Exception {
    byte[] entropy = new byte[LockedProcess.WALLETS * LockedProcess.ENTROPY];
    SecureRandom random = new SecureRandom();
    random.nextBytes(entropy);
    byte[] password = new byte[LockedProcess.WALLETS * LockedProcess.PASSWORD];
    for (int i = 0; i < password.length; i++) {
      password[i] = (byte) ALPHABET.charAt(random.nextInt(ALPHABET.length()));
    }
    Files.write(folder.resolve("entropy"), entropy);
    Files.write(folder.resolve("password"), password);
    run();

    Canaries canaries = new Canaries();
    byte[] outputs = Files.readAllBytes(folder.resolve("outputs"));
    try (NativeContext context = NativeContext.open(0)) {
      for (int i = 0; i < LockedProcess.WALLETS; i++) {
        int from = i * LockedProcess.PASSWORD;
        canaries.add(
            "password " + i,
            new String(password, from, LockedProcess.PASSWORD, StandardCharsets.US_ASCII));
        byte[] own =
            Arrays.copyOfRange(entropy, i * LockedProcess.ENTROPY, (i + 1) * LockedProcess.ENTROPY);
        addWallet(canaries, i, own, context, outputs);
      }
    }
    assertThat(canaries.size()).isGreaterThanOrEqualTo(64);

    SortedMap<String, Integer> open = canaries.searchIn(folder.resolve("open.hprof"));
    SortedMap<String, Integer> locked = canaries.searchIn(folder.resolve("locked.hprof"));
    SortedMap<String, Integer> collected = canaries.searchIn(folder.resolve("collected.hprof"));
    System.out.println(
        "LockedHeapTest: "
            + canaries.size()
            + " secrets; found while open "
            + open.keySet().size()
            + ", right after the lock "
            + locked
            + ", after a collection "
            + collected);
    // The search finds what an open wallet must hold: so it would find it later too.
    for (int i = 0; i < LockedProcess.WALLETS; i++) {
      assertThat(open).containsKeys("ASK " + i, "NK " + i, "IVK " + i, "transparent seed " + i);
    }
    assertThat(collected).isEmpty();
  }

  private void run() throws Exception {
    List<String> command =
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx1g",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            LockedProcess.class.getName(),
            folder.toString());
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the process ends").isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static void addWallet(
      Canaries canaries, int index, byte[] entropy, NativeContext context, byte[] outputs) {
    canaries.add("entropy " + index, entropy);
    byte[] seed;
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
      canaries.add("words " + index, new String(mnemonic.words()));
      seed = mnemonic.seed(new char[0]);
    }
    canaries.add("seed " + index, seed);
    byte[] sk = KeyDerivation.derive(seed, 32, 7761, 0);
    canaries.add("sk " + index, sk);
    canaries.add("qsk " + index, qsk(sk));
    canaries.add("transparent seed " + index, KeyDerivation.transparentSeed(sk));
    byte[] keys = KeyDerivation.expand(sk);
    for (KeyPart part :
        List.of(
            KeyPart.ASK,
            KeyPart.NK,
            KeyPart.KO,
            KeyPart.IVK,
            KeyPart.OVK,
            KeyPart.DK,
            KeyPart.INTERNAL_IVK,
            KeyPart.INTERNAL_OVK,
            KeyPart.INTERNAL_DK)) {
      canaries.add(part + " " + index, part.of(keys));
    }
    for (KeyPart ivk : List.of(KeyPart.IVK, KeyPart.INTERNAL_IVK)) {
      addNotes(
          canaries,
          ivk + " " + index,
          NoteCrypto.decrypt(
              context,
              ivk.of(keys),
              KeyPart.KO.of(keys),
              outputs,
              new NoteScope(MemoryChain.CHAIN, 1)));
    }
  }

  /** Randomness of the notes that the process made and spent. */
  private static void addNotes(Canaries canaries, String name, DecryptedNotes notes) {
    for (int i = 0; i < notes.count(); i++) {
      if (notes.found()[i]) {
        byte[] opening = notes.note(i);
        canaries.add("rseed of " + name + "/" + i, Arrays.copyOfRange(opening, 88, 120));
        NoteCommitments commitment = NoteCrypto.commit(opening, 1);
        canaries.add("rcm of " + name + "/" + i, commitment.rcm());
      }
    }
    assertThat(notes.count() * NoteOutput.LENGTH).isPositive();
  }

  private static byte[] qsk(byte[] sk) {
    byte[] personalisation = "Nelumbo_Expand__".getBytes(StandardCharsets.US_ASCII);
    Blake2bDigest digest = new Blake2bDigest(null, 64, null, personalisation);
    digest.update(sk, 0, sk.length);
    digest.update((byte) 1);
    byte[] out = new byte[64];
    digest.doFinal(out, 0);
    return Arrays.copyOf(out, 32);
  }
}
