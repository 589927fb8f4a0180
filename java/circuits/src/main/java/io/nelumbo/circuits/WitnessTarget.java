package io.nelumbo.circuits;

/**
 * Where a solved system goes: native memory that belongs to the engine's witness buffer, which must
 * stay open during the call.
 *
 * @param wiresAddress address of W
 * @param wires elements of W
 * @param aAddress address of A
 * @param bAddress address of B
 * @param cAddress address of C
 * @param rows elements of each of A, B and C; at least the circuit's constraints
 */
public record WitnessTarget(
    long wiresAddress, long wires, long aAddress, long bAddress, long cAddress, long rows) {}
