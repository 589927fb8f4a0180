/*
 * nelumbo.h: the C ABI of libnelumbo, its only public header and its manual.
 *
 * Conventions
 *   Argument order   handle, outputs, in/outs, inputs, options; a length stands right after its array.
 *   Lengths          uint64_t, in bytes when the array is of uint8_t, else in elements. Fixed sizes are in the name of the
 *                    constant given in the comment and are not passed.
 *   Status           every function but nlb_*_free returns int32_t, one of NLB_*. Whether a proof or a signature holds
 *                    is an out-parameter with status NLB_OK. On any other status outputs are unspecified but written
 *                    only within their bounds, and nlb_error_message says what is wrong and where.
 *   Ownership        the caller owns every buffer that it passes; the library keeps no pointer after return. Objects behind
 *                    handles belong to the library and end with their one free function; freeing NULL is a no-op.
 *   Threads          any thread may call with its own outputs. Handles may be shared between threads for reading;
 *                    a witness is written by one thread at a time. A handle must outlive the calls that use it.
 *   Field elements   F (BLS12-381 scalar field) and Jubjub scalars: 32 bytes little-endian, canonical; a value >= the
 *                    modulus is NLB_BAD_ENCODING. BLS12-381 points: compressed form of Zcash; BN254 points: that of gnark. Jubjub points: 32 bytes as in Sapling
 *                    (v little-endian, sign of u in the top bit). Integers inside byte layouts: big-endian unless said otherwise.
 *   Secrets          functions that take secrets run in constant time unless their name ends in _vartime.
 * The byte layouts are specified in docs/protocol/.
 */
#ifndef NELUMBO_NELUMBO_H
#define NELUMBO_NELUMBO_H

#include <stdint.h>

#if defined(__GNUC__)
#define NLB_API __attribute__((visibility("default")))
#else
#define NLB_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define NLB_ABI_VERSION 1

/* Status codes. */
#define NLB_OK 0
#define NLB_BAD_ARGUMENT 1
#define NLB_BAD_ENCODING 2
#define NLB_BAD_KEY 3
#define NLB_OUT_OF_MEMORY 4
#define NLB_UNSUPPORTED 5
#define NLB_CANCELLED 6
#define NLB_DEVICE 7
#define NLB_INTERNAL 99

/* Curves. */
#define NLB_CURVE_BLS12_381 1
#define NLB_CURVE_BN254 2

/* Encodings of verifying keys and proofs (docs/protocol/formats.md). */
#define NLB_FORMAT_NELUMBO 0 /* the project's own; proofs also with uncompressed points */
#define NLB_FORMAT_GNARK 1   /* what gnark's WriteTo and WriteRawTo write */
#define NLB_FORMAT_AFFINE \
  2 /* bare big-endian coordinates x, y; of Fp2 c0, c1; points back to back */

/* Sizes in bytes. */
#define NLB_FIELD_BYTES 32
#define NLB_PROOF_BYTES 192       /* over BLS12-381: A 48, B 96, C 48 */
#define NLB_PROOF_BYTES_BN254 128 /* over BN254: A 32, B 64, C 32 */
#define NLB_SIGNATURE_BYTES 64
#define NLB_KEYS_BYTES 384   /* nlb_key_expand */
#define NLB_ADDRESS_BYTES 80 /* d 16, o 32, pk_d 32 */
#define NLB_NOTE_BYTES 120   /* asset 32, value 8, d 16, o 32, rseed 32 */
#define NLB_MEMO_BYTES 512
#define NLB_C_ENC_BYTES 649
#define NLB_C_OUT_BYTES 128
#define NLB_OUTPUT_BYTES 841 /* cm 32, epk 32, C_enc 649, C_out 128 */
#define NLB_TREE_LEVELS 16
#define NLB_PROVE_PHASES 8 /* H, A, B1, B2, K, Z, finish, total */

typedef struct nlb_context nlb_context;             /* a worker pool */
typedef struct nlb_proving_key nlb_proving_key;     /* a mapped key file */
typedef struct nlb_verifying_key nlb_verifying_key; /* decoded, with prepared lines */
typedef struct nlb_witness nlb_witness;             /* W, A, B, C of a solved system: secret */

/* ---- Library ------------------------------------------------------------------------------------------------------- */

/* The ABI version of the loaded library; the caller compares it with NLB_ABI_VERSION. Never fails. */
NLB_API int32_t nlb_abi_version(uint32_t *version);

/* Text in UTF-8 without a terminator; *written is the full length and may exceed len (then the text is cut).
 * build_info: version, compiler, flags. cpu_features: model name and the features that matter, comma separated.
 * kernel_name: the kernel in use. error_message: the calling thread's last failure, with the place and the fix. */
NLB_API int32_t nlb_build_info(uint8_t *text, uint64_t len, uint64_t *written);
NLB_API int32_t nlb_cpu_features(uint8_t *text, uint64_t len, uint64_t *written);
NLB_API int32_t nlb_kernel_name(uint8_t *text, uint64_t len, uint64_t *written);
NLB_API int32_t nlb_error_message(uint8_t *text, uint64_t len, uint64_t *written);

/* Runs the known-answer tests of the chosen kernel (about 10 ms). NLB_UNSUPPORTED when NELUMBO_KERNEL names a kernel that is
 * unknown or that this CPU cannot run; NLB_INTERNAL when an answer is wrong. */
NLB_API int32_t nlb_self_test(void);

/* A pool of `threads` workers (1..256; 0 means one per available processor), the calling thread included. */
NLB_API int32_t nlb_context_new(nlb_context **context, uint32_t threads);
NLB_API void nlb_context_free(nlb_context *context);
NLB_API int32_t nlb_context_threads(const nlb_context *context, uint32_t *threads);

/* len bytes from the operating system's generator; fails closed. */
NLB_API int32_t nlb_random_bytes(uint8_t *out, uint64_t len);

/* ---- Groth16 ------------------------------------------------------------------------------------------------------- */

/* Maps a key file (docs/protocol/keys.md), checks magic, version, bounds, digest and that every point of the small sections is on the
 * curve. path: UTF-8 without a terminator. NLB_BAD_KEY with a message that names the field. */
NLB_API int32_t nlb_proving_key_open(nlb_proving_key **key, const uint8_t *path, uint64_t path_len);
NLB_API void nlb_proving_key_free(nlb_proving_key *key);
/* info[8]: curve, domain size, wires, public inputs (the one-wire not counted), constraints, flags (1 = UNSAFE-DEV), file bytes, 0. */
NLB_API int32_t nlb_proving_key_info(const nlb_proving_key *key, uint64_t info[8],
                                     uint8_t fingerprint[32], uint8_t verifying_key_hash[32]);
/* The verifying key's bytes inside the key file; as the text functions above. */
NLB_API int32_t nlb_proving_key_verifying_key(const nlb_proving_key *key, uint8_t *bytes,
                                              uint64_t len, uint64_t *written);

/* A zeroed buffer for one solved system of this key: W (wires), then A, B, C (domain size each), 32-byte elements in Montgomery form
 * (four little-endian 64-bit limbs, R = 2^256). free wipes it. */
NLB_API int32_t nlb_witness_new(nlb_witness **witness, const nlb_proving_key *key);
NLB_API void nlb_witness_free(nlb_witness *witness);
/* layout[8]: address of W, elements of W, address of A, of B, of C, elements of each of A, B, C (domain size), rows in use (constraints), 0. */
NLB_API int32_t nlb_witness_layout(const nlb_witness *witness, uint64_t layout[8]);

/* Makes a proof, of the size of the key's curve. r and s come from the system's generator. phase_nanos[NLB_PROVE_PHASES] receives times: H, finish and total
 * by the clock; A, B1, B2, K, Z, which run mixed, as the time of all workers on each divided by the workers.
 * *progress (0..1000, may be NULL) is written by workers and may be read meanwhile; *cancel (may be NULL), when not zero, ends the call with
 * NLB_CANCELLED after the unit of work at hand, one window of one sum, which grows with the circuit. Variable time in the witness: run it where timing is not observable. */
NLB_API int32_t nlb_groth16_prove_vartime(nlb_context *context, uint8_t *proof,
                                          uint64_t phase_nanos[8], uint64_t *progress,
                                          const nlb_proving_key *key, const nlb_witness *witness,
                                          const int32_t *cancel);

/* Decodes a verifying key under the loader rules of docs/protocol/keys.md. */
NLB_API int32_t nlb_verifying_key_open(nlb_verifying_key **key, const uint8_t *bytes, uint64_t len);
NLB_API void nlb_verifying_key_free(nlb_verifying_key *key);
/* info[4]: curve, public inputs, bytes of a proof, 0. */
NLB_API int32_t nlb_verifying_key_info(const nlb_verifying_key *key, uint64_t info[4],
                                       uint8_t hash[32]);

/* *valid is 1 when the proof holds, else 0. proof: as many bytes as the key's curve has. A proof or input that is not canonical, not on the curve, not in the
 * subgroup or the identity gives *valid = 0 with NLB_OK: bytes from peers are answers, not errors.
 * public_inputs: public_len bytes, 32 each; a length that does not fit the key is NLB_BAD_ARGUMENT. */
NLB_API int32_t nlb_groth16_verify(const nlb_verifying_key *key, int32_t *valid,
                                   const uint8_t *proof, const uint8_t *public_inputs,
                                   uint64_t public_len);
/* `count` proofs of one key, proofs and public inputs back to back; valid[count] holds exactly what nlb_groth16_verify would say
 * of each. 128-bit multipliers are drawn after the batch is fixed; when the batch fails, culprits are found. */
NLB_API int32_t nlb_groth16_verify_batch(nlb_context *context, int32_t *valid, uint64_t count,
                                         const nlb_verifying_key *key, const uint8_t *proofs,
                                         uint64_t proofs_len, const uint8_t *public_inputs,
                                         uint64_t public_len);

/* Verifying key bytes as nlb_verifying_key_open takes them, from another encoding (NLB_FORMAT_GNARK or NLB_FORMAT_AFFINE: alpha, beta,
 * gamma, delta, IC) over a curve; *written as in the text functions above. Points are checked; the rules about the whole key are
 * the loader's. NLB_BAD_KEY when malformed, NLB_UNSUPPORTED for a key with gnark's commitments. */
NLB_API int32_t nlb_verifying_key_convert(uint8_t *bytes, uint64_t len, uint64_t *written,
                                          const uint8_t *in, uint64_t in_len, uint32_t curve,
                                          uint32_t format);
/* A proof as nlb_groth16_verify takes it, from another encoding or its own. NLB_BAD_ARGUMENT when the length does not fit,
 * NLB_BAD_ENCODING when a point is not canonical, not on the curve, not in the subgroup or the identity: the message names it.
 * NLB_UNSUPPORTED for a proof with gnark's commitments. */
NLB_API int32_t nlb_proof_convert(uint8_t *proof, const uint8_t *in, uint64_t in_len,
                                  uint32_t curve, uint32_t format);
/* NLB_BAD_ENCODING, with the number of the first one, when a public input is not below the curve's scalar modulus. */
NLB_API int32_t nlb_public_inputs_check(const uint8_t *public_inputs, uint64_t public_len,
                                        uint32_t curve);

/* ---- Hashes and tree ----------------------------------------------------------------------------------------------- */

/* 64 bytes, little-endian, reduced modulo r. `count` of them. */
NLB_API int32_t nlb_field_reduce(uint8_t *out, uint64_t count, const uint8_t *wide,
                                 uint64_t wide_len);
/* C4 of docs/protocol/hashes.md: count groups of four elements to count elements. */
NLB_API int32_t nlb_poseidon2_compress(uint8_t *out, uint64_t count, const uint8_t *in,
                                       uint64_t in_len);
/* Tree node of four children: count groups of four elements to count elements. */
NLB_API int32_t nlb_merkle_node(uint8_t *out, uint64_t count, const uint8_t *children,
                                uint64_t children_len);
/* Seventeen elements: the empty leaf, then the empty node of each level, the empty root last. */
NLB_API int32_t nlb_merkle_empty(uint8_t out[544], uint32_t pool);

/* ---- Keys and addresses -------------------------------------------------------------------------------------------- */

/* Hardened derivation from a seed (16..64 bytes): sk of the path's last index; path_len indices below 2^31 (0 = master key). */
NLB_API int32_t nlb_key_derive(uint8_t sk[32], const uint8_t *seed, uint64_t seed_len,
                               const uint32_t *path, uint64_t path_len);
/* All keys of an account, 12 x 32 bytes: ask, ak, ak.x, ak.y, nk, ko, ivk, ovk, dk, internal ivk, ovk, dk.
 * (ak compressed; ak.x, ak.y, nk, ko elements of F.) NLB_BAD_KEY when ask is zero. */
NLB_API int32_t nlb_key_expand(uint8_t keys[384], const uint8_t sk[32]);
/* The seed of the account's Ed25519 key (transparent part). */
NLB_API int32_t nlb_key_transparent(uint8_t seed[32], const uint8_t sk[32]);
/* The address of an index: d 16, o 32, pk_d 32. */
NLB_API int32_t nlb_address_derive(uint8_t address[80], const uint8_t ivk[32], const uint8_t dk[32],
                                   const uint8_t ko[32], uint64_t index);
/* *valid = 1 when o is canonical and pk_d is a canonical u-coordinate that is not of low order. */
NLB_API int32_t nlb_address_check(int32_t *valid, const uint8_t address[80]);
/* A throw-away address of the right form, for dummy outputs; nobody knows its keys. */
NLB_API int32_t nlb_address_random(uint8_t address[80]);

/* ---- Notes --------------------------------------------------------------------------------------------------------- */

/* cm and rcm of each note opening; count notes of NLB_NOTE_BYTES. */
NLB_API int32_t nlb_note_commit(uint8_t *cm, uint8_t *rcm, uint64_t count, const uint8_t *notes,
                                uint64_t notes_len, uint32_t pool);
/* Nullifiers of notes at positions. cm, rcm: count elements each. */
NLB_API int32_t nlb_note_nullify(uint8_t *nf, uint64_t count, const uint8_t nk[32],
                                 const uint64_t *positions, const uint8_t *cm, const uint8_t *rcm,
                                 uint32_t pool);
/* Seals one output: cm 32, epk 32, C_enc 649, C_out 128. pk_d belongs to the note's d; ovk may be NULL: then C_out is unreadable. */
NLB_API int32_t nlb_note_encrypt(uint8_t output[841], const uint8_t note[120],
                                 const uint8_t memo[512], const uint8_t pk_d[32],
                                 const uint8_t *ovk, uint32_t chain, uint32_t pool);
/* Trial decryption of count outputs of NLB_OUTPUT_BYTES under one incoming viewing key. found[i] = 1 when the note is
 * the key's own (docs/protocol/notes.md, every check); then notes and memos hold it, else they are zero. Nothing tells why not. */
NLB_API int32_t nlb_note_decrypt(nlb_context *context, int32_t *found, uint8_t *notes,
                                 uint8_t *memos, uint64_t count, const uint8_t ivk[32],
                                 const uint8_t ko[32], const uint8_t *outputs, uint64_t outputs_len,
                                 uint32_t chain, uint32_t pool);
/* The same with the outgoing viewing key; pk_d[32 * count] holds the recipients. */
NLB_API int32_t nlb_note_recover(nlb_context *context, int32_t *found, uint8_t *notes,
                                 uint8_t *memos, uint8_t *pk_d, uint64_t count,
                                 const uint8_t ovk[32], const uint8_t *outputs,
                                 uint64_t outputs_len, uint32_t chain, uint32_t pool);

/* ---- RedJubjub ----------------------------------------------------------------------------------------------------- */

/* A uniform alpha modulo the order of Jubjub's subgroup. */
NLB_API int32_t nlb_redjubjub_alpha(uint8_t alpha[32]);
/* rk = ak + alpha G: compressed, and its coordinates x, y as elements of F. */
NLB_API int32_t nlb_redjubjub_randomize(uint8_t rk[32], uint8_t rk_xy[64], const uint8_t ak[32],
                                        const uint8_t alpha[32]);
/* Signs message under rk = (ask + alpha) G. */
NLB_API int32_t nlb_redjubjub_sign(uint8_t signature[64], const uint8_t ask[32],
                                   const uint8_t alpha[32], const uint8_t *message,
                                   uint64_t message_len);
/* count signatures, each over its own 32-byte message; valid[i] as single cofactored verification says; rk of small order is refused. */
NLB_API int32_t nlb_redjubjub_verify(nlb_context *context, int32_t *valid, uint64_t count,
                                     const uint8_t *rk, const uint8_t *signatures,
                                     const uint8_t *messages);
/* Decodes count compressed Jubjub points; valid[i] = 1 when canonical, on the curve and not of small order; xy: 64 bytes each. */
NLB_API int32_t nlb_jubjub_decode(uint8_t *xy, int32_t *valid, uint64_t count,
                                  const uint8_t *points);

#ifdef __cplusplus
}
#endif

#endif /* NELUMBO_NELUMBO_H */
