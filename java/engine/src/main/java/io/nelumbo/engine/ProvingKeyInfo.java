package io.nelumbo.engine;

/**
 * The header of a proving key file (docs/protocol/keys.md 8).
 *
 * @param curve the curve of its points
 * @param domainSize a power of two
 * @param wires the one-wire counted
 * @param publicInputs the one-wire not counted
 * @param constraints rows in use
 * @param unsafeDevelopment whether the key's toxic waste is public
 * @param fileBytes the size of the file
 */
public record ProvingKeyInfo(
    Curve curve,
    long domainSize,
    long wires,
    long publicInputs,
    long constraints,
    boolean unsafeDevelopment,
    long fileBytes) {}
