package io.nelumbo.core.block;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Bytes32;

/**
 * A circuit that a network accepts.
 *
 * @param circuit which
 * @param verifyingKeyHash the SHA-256 of its verifying key bytes
 * @param transcriptHash the SHA-256 of its ceremony's transcript, zero on development networks
 * @param fromHeight the first height at which actions may use it, 64 unsigned bits
 */
public record GenesisCircuit(
    CircuitId circuit, Bytes32 verifyingKeyHash, Bytes32 transcriptHash, long fromHeight) {

  static final int LENGTH = 1 + 32 + 32 + 8;

  static GenesisCircuit read(ByteReader reader) throws DecodeException {
    int start = reader.position();
    int id = reader.u8("id");
    CircuitId circuit = reader.build("id", start, () -> CircuitId.of(id));
    return new GenesisCircuit(
        circuit,
        Bytes32.read(reader, "vk_hash"),
        Bytes32.read(reader, "transcript_hash"),
        reader.u64("from_height"));
  }

  void write(ByteWriter writer) {
    writer.u8(circuit.id());
    verifyingKeyHash.write(writer);
    transcriptHash.write(writer);
    writer.u64(fromHeight);
  }
}
