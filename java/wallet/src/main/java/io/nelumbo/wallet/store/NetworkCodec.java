package io.nelumbo.wallet.store;

import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.tx.CircuitId;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.Bytes32;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.wallet.chain.Network;
import java.util.EnumMap;
import java.util.Map;

/**
 * A network's bytes in a wallet's file: u8 kind ‖ u32 chain ‖ genesis hash 32 ‖ u8 pool ‖ u64
 * minimum fee ‖ u8 circuits, each u8 id ‖ verifying key hash 32, ascending by id.
 */
final class NetworkCodec {
  private static final int HEAD = 1 + 4 + 32 + 1 + 8 + 1;

  private NetworkCodec() {}

  static byte[] encode(Network network) {
    Map<CircuitId, Bytes32> keys = new EnumMap<>(CircuitId.class);
    keys.putAll(network.verifyingKeys());
    ByteWriter out = new ByteWriter(HEAD + 33 * keys.size());
    out.u8(network.kind().code()).u32(network.chain()).bytes(network.genesisHash().toByteArray());
    out.u8(network.pool()).u64(network.minFee().units()).u8(keys.size());
    keys.forEach((circuit, hash) -> out.u8(circuit.id()).bytes(hash.toByteArray()));
    return out.toByteArray();
  }

  static Network decode(byte[] bytes) throws DecodeException {
    ByteReader in = new ByteReader("network", bytes);
    try {
      NetworkKind kind = NetworkKind.ofCode(in.u8("kind"));
      int chain = in.u32("chain");
      Bytes32 genesis = Bytes32.read(in, "genesis_hash");
      int pool = in.u8("pool");
      Amount fee = Amount.read(in, "min_fee");
      Map<CircuitId, Bytes32> keys = new EnumMap<>(CircuitId.class);
      for (int left = in.u8("circuits"); left > 0; left--) {
        keys.put(CircuitId.of(in.u8("id")), Bytes32.read(in, "vk_hash"));
      }
      in.finish();
      return new Network(kind, chain, genesis, pool, fee, keys);
    } catch (InvalidValueException e) {
      throw new DecodeException("network", String.valueOf(e.getMessage()), -1);
    }
  }
}
