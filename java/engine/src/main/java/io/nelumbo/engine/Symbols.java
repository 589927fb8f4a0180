package io.nelumbo.engine;

import static io.nelumbo.engine.NativeLibrary.release;
import static io.nelumbo.engine.NativeLibrary.status;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.List;

/**
 * One handle for each function of nelumbo.h, in its order. A test compares the two and the
 * library's exports.
 */
final class Symbols {
  private static final AddressLayout PTR = ADDRESS;
  private static final ValueLayout.OfInt U32 = JAVA_INT;
  private static final ValueLayout.OfLong U64 = JAVA_LONG;

  private Symbols() {}

  /** Binds everything. */
  static void bindAll() {
    List.of(Base.RANDOM_BYTES, Groth16.VERIFY, Hash.COMPRESS, Key.DERIVE, Note.COMMIT, Sign.ALPHA);
  }

  static final class Base {
    static final MethodHandle ABI_VERSION = status("nlb_abi_version", PTR);
    static final MethodHandle BUILD_INFO = status("nlb_build_info", PTR, U64, PTR);
    static final MethodHandle CPU_FEATURES = status("nlb_cpu_features", PTR, U64, PTR);
    static final MethodHandle KERNEL_NAME = status("nlb_kernel_name", PTR, U64, PTR);
    static final MethodHandle ERROR_MESSAGE = status("nlb_error_message", PTR, U64, PTR);
    static final MethodHandle SELF_TEST = status("nlb_self_test");
    static final MethodHandle CONTEXT_NEW = status("nlb_context_new", PTR, U32);
    static final MethodHandle CONTEXT_FREE = release("nlb_context_free");
    static final MethodHandle CONTEXT_THREADS = status("nlb_context_threads", PTR, PTR);
    static final MethodHandle RANDOM_BYTES = status("nlb_random_bytes", PTR, U64);

    private Base() {}
  }

  static final class Groth16 {
    static final MethodHandle PROVING_KEY_OPEN = status("nlb_proving_key_open", PTR, PTR, U64);
    static final MethodHandle PROVING_KEY_FREE = release("nlb_proving_key_free");
    static final MethodHandle PROVING_KEY_INFO = status("nlb_proving_key_info", PTR, PTR, PTR, PTR);
    static final MethodHandle PROVING_KEY_VERIFYING_KEY =
        status("nlb_proving_key_verifying_key", PTR, PTR, U64, PTR);
    static final MethodHandle WITNESS_NEW = status("nlb_witness_new", PTR, PTR);
    static final MethodHandle WITNESS_FREE = release("nlb_witness_free");
    static final MethodHandle WITNESS_LAYOUT = status("nlb_witness_layout", PTR, PTR);
    static final MethodHandle PROVE =
        status("nlb_groth16_prove_vartime", PTR, PTR, PTR, PTR, PTR, PTR, PTR);
    static final MethodHandle VERIFYING_KEY_OPEN = status("nlb_verifying_key_open", PTR, PTR, U64);
    static final MethodHandle VERIFYING_KEY_FREE = release("nlb_verifying_key_free");
    static final MethodHandle VERIFYING_KEY_INFO = status("nlb_verifying_key_info", PTR, PTR, PTR);
    static final MethodHandle VERIFY = status("nlb_groth16_verify", PTR, PTR, PTR, PTR, U64);
    static final MethodHandle VERIFY_BATCH =
        status("nlb_groth16_verify_batch", PTR, PTR, U64, PTR, PTR, U64, PTR, U64);

    static final MethodHandle VERIFYING_KEY_CONVERT =
        status("nlb_verifying_key_convert", PTR, U64, PTR, PTR, U64, U32, U32);
    static final MethodHandle PROOF_CONVERT = status("nlb_proof_convert", PTR, PTR, U64, U32, U32);
    static final MethodHandle PUBLIC_INPUTS_CHECK =
        status("nlb_public_inputs_check", PTR, U64, U32);

    private Groth16() {}
  }

  static final class Hash {
    static final MethodHandle REDUCE = status("nlb_field_reduce", PTR, U64, PTR, U64);
    static final MethodHandle COMPRESS = status("nlb_poseidon2_compress", PTR, U64, PTR, U64);
    static final MethodHandle MERKLE_NODE = status("nlb_merkle_node", PTR, U64, PTR, U64);
    static final MethodHandle MERKLE_EMPTY = status("nlb_merkle_empty", PTR, U32);

    private Hash() {}
  }

  static final class Key {
    static final MethodHandle DERIVE = status("nlb_key_derive", PTR, PTR, U64, PTR, U64);
    static final MethodHandle EXPAND = status("nlb_key_expand", PTR, PTR);
    static final MethodHandle TRANSPARENT = status("nlb_key_transparent", PTR, PTR);
    static final MethodHandle ADDRESS_DERIVE =
        status("nlb_address_derive", PTR, PTR, PTR, PTR, U64);
    static final MethodHandle ADDRESS_CHECK = status("nlb_address_check", PTR, PTR);
    static final MethodHandle ADDRESS_RANDOM = status("nlb_address_random", PTR);

    private Key() {}
  }

  static final class Note {
    static final MethodHandle COMMIT = status("nlb_note_commit", PTR, PTR, U64, PTR, U64, U32);
    static final MethodHandle NULLIFY =
        status("nlb_note_nullify", PTR, U64, PTR, PTR, PTR, PTR, U32);
    static final MethodHandle ENCRYPT =
        status("nlb_note_encrypt", PTR, PTR, PTR, PTR, PTR, U32, U32);
    static final MethodHandle DECRYPT =
        status("nlb_note_decrypt", PTR, PTR, PTR, PTR, U64, PTR, PTR, PTR, U64, U32, U32);
    static final MethodHandle RECOVER =
        status("nlb_note_recover", PTR, PTR, PTR, PTR, PTR, U64, PTR, PTR, U64, U32, U32);

    private Note() {}
  }

  static final class Sign {
    static final MethodHandle ALPHA = status("nlb_redjubjub_alpha", PTR);
    static final MethodHandle RANDOMIZE = status("nlb_redjubjub_randomize", PTR, PTR, PTR, PTR);
    static final MethodHandle SIGN = status("nlb_redjubjub_sign", PTR, PTR, PTR, PTR, U64);
    static final MethodHandle VERIFY = status("nlb_redjubjub_verify", PTR, PTR, U64, PTR, PTR, PTR);
    static final MethodHandle DECODE = status("nlb_jubjub_decode", PTR, PTR, U64, PTR);

    private Sign() {}
  }
}
