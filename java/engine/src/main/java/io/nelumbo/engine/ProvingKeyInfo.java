package io.nelumbo.engine;

/**
 * The header of a proving key file (docs/protocol/keys.md 8).
 *
 * @param curve 1 = BLS12-381, 2 = BN254
 * @param domainSize a power of two
 * @param wires the one-wire counted
 * @param publicInputs the one-wire not counted
 * @param constraints rows in use
 * @param unsafeDevelopment whether the key's toxic waste is public
 * @param fileBytes the size of the file
 */
public record ProvingKeyInfo(
    int curve,
    long domainSize,
    long wires,
    long publicInputs,
    long constraints,
    boolean unsafeDevelopment,
    long fileBytes) {}
