package io.nelumbo.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nelumbo.core.arb.Arb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedJubjubTest {
  private static NativeContext context;

  private final Arb arb = Arb.seeded("RedJubjubTest");
  private final byte[] keys = KeyDerivation.expand(arb.bytes(32));
  private final byte[] ask = KeyPart.ASK.of(keys);
  private final byte[] ak = KeyPart.AK.of(keys);

  @BeforeAll
  static void open() {
    context = NativeContext.open(2);
  }

  @AfterAll
  static void close() {
    context.close();
  }

  @Test
  void sign_holdsUnderTheRandomizedKey() {
    byte[] alpha = RedJubjub.alpha();
    assertThat(alpha).isNotEqualTo(RedJubjub.alpha());
    RandomizedKey rk = RedJubjub.randomize(ak, alpha);
    byte[] message = arb.bytes(32);
    byte[] signature = RedJubjub.sign(ask, alpha, message);
    byte[] rkBytes = rk.rk().toByteArray();
    assertThat(RedJubjub.verifyBatch(context, rkBytes, signature, message)).containsExactly(true);
    assertThat(RedJubjub.verifyBatch(context, ak, signature, message)).containsExactly(false);
    assertThat(RedJubjub.verifyBatch(context, rkBytes, signature, arb.bytes(32)))
        .containsExactly(false);
    for (int i = 0; i < 64; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= 1;
      assertThat(RedJubjub.verifyBatch(context, rkBytes, changed, message)).containsExactly(false);
    }
    DecodedPoints decoded = Jubjub.decode(rkBytes);
    assertThat(decoded.x(0)).isEqualTo(rk.x());
    assertThat(decoded.y(0)).isEqualTo(rk.y());
  }

  @Test
  void sign_withoutAlphaIsUnderAk() {
    byte[] message = arb.bytes(32);
    byte[] signature = RedJubjub.sign(ask, new byte[32], message);
    assertThat(RedJubjub.verifyBatch(context, ak, signature, message)).containsExactly(true);
  }

  @Test
  void verifyBatch_saysWhichOneIsWrong() {
    int count = 20;
    byte[] rks = new byte[0];
    byte[] signatures = new byte[0];
    byte[] messages = new byte[0];
    boolean[] expected = new boolean[count];
    for (int i = 0; i < count; i++) {
      byte[] alpha = RedJubjub.alpha();
      byte[] message = arb.bytes(32);
      expected[i] = i % 7 != 3;
      rks = Vectors.concat(rks, RedJubjub.randomize(ak, alpha).rk().toByteArray());
      signatures = Vectors.concat(signatures, RedJubjub.sign(ask, alpha, message));
      messages = Vectors.concat(messages, expected[i] ? message : arb.bytes(32));
    }
    assertThat(RedJubjub.verifyBatch(context, rks, signatures, messages)).isEqualTo(expected);
    assertThat(RedJubjub.verifyBatch(context, new byte[0], new byte[0], new byte[0])).isEmpty();
  }

  @Test
  void decode_refusesSmallOrderAndNonCanonical() {
    byte[] identity = new byte[32];
    identity[0] = 1;
    byte[] tooLarge = new byte[32];
    Arrays.fill(tooLarge, (byte) 0xff);
    DecodedPoints decoded = Jubjub.decode(Vectors.concat(identity, ak, tooLarge));
    assertThat(decoded.valid()).containsExactly(false, true, false);
    assertThat(decoded.x(1).toByteArray()).isEqualTo(KeyPart.AK_X.of(keys));
    assertThat(Jubjub.decode(new byte[0]).valid()).isEmpty();
  }

  @Test
  void verify_smallOrderKeyIsRefused() {
    byte[] identity = new byte[32];
    identity[0] = 1;
    byte[] signature = new byte[64];
    signature[0] = 1;
    assertThat(RedJubjub.verifyBatch(context, identity, signature, new byte[32]))
        .containsExactly(false);
  }

  @Test
  void badEncodings() {
    byte[] bad = new byte[32];
    Arrays.fill(bad, (byte) 0xff);
    assertThatThrownBy(() -> RedJubjub.randomize(bad, new byte[32]))
        .isInstanceOfSatisfying(
            EngineException.class,
            e -> assertThat(e.status()).isEqualTo(EngineStatus.BAD_ENCODING));
    assertThatThrownBy(() -> RedJubjub.randomize(ak, bad)).isInstanceOf(EngineException.class);
    assertThatThrownBy(() -> RedJubjub.sign(bad, new byte[32], new byte[0]))
        .isInstanceOf(EngineException.class);
  }

  @Test
  void lengths() {
    byte[] key = new byte[32];
    for (int length : new int[] {31, 33}) {
      byte[] bad = new byte[length];
      String text = " has " + length + " bytes, 32 are needed";
      assertThatThrownBy(() -> RedJubjub.randomize(bad, key)).hasMessage("ak" + text);
      assertThatThrownBy(() -> RedJubjub.randomize(key, bad)).hasMessage("alpha" + text);
      assertThatThrownBy(() -> RedJubjub.sign(bad, key, key)).hasMessage("ask" + text);
      assertThatThrownBy(() -> RedJubjub.sign(key, bad, key)).hasMessage("alpha" + text);
      assertThatThrownBy(() -> RedJubjub.verifyBatch(context, bad, new byte[64], key))
          .hasMessageStartingWith("rks has");
      assertThatThrownBy(() -> RedJubjub.verifyBatch(context, key, new byte[64], bad))
          .hasMessage("messages" + text);
      assertThatThrownBy(() -> Jubjub.decode(bad)).hasMessageStartingWith("points has");
    }
    for (int length : new int[] {63, 65}) {
      assertThatThrownBy(() -> RedJubjub.verifyBatch(context, key, new byte[length], key))
          .hasMessageStartingWith("signatures has " + length);
    }
  }

  @Test
  void closedContext() {
    NativeContext closed = NativeContext.open(1);
    closed.close();
    assertThatThrownBy(() -> RedJubjub.verifyBatch(closed, ak, new byte[64], new byte[32]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void verifyBatch_fromEightThreads() throws Exception {
    byte[] message = arb.bytes(32);
    byte[] signature = RedJubjub.sign(ask, new byte[32], message);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<boolean[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        tasks.add(() -> RedJubjub.verifyBatch(context, ak, signature, message));
      }
      for (Future<boolean[]> result : threads.invokeAll(tasks)) {
        assertThat(result.get()).containsExactly(true);
      }
    }
  }
}
