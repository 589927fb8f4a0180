package io.nelumbo.core.block;

import io.nelumbo.core.codec.Blake2b;
import io.nelumbo.core.codec.ByteReader;
import io.nelumbo.core.codec.ByteWriter;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.HashTag;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.core.key.AccountKey;
import io.nelumbo.core.value.Amount;
import io.nelumbo.core.value.NetworkKind;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a network begins with (docs/protocol/chain.md 1).
 *
 * @param kind development or production
 * @param chain the chain id, 32 unsigned bits
 * @param pool the first pool, 1 to 255
 * @param minFee the least fee of a transaction, native
 * @param proposer the account that signs blocks
 * @param timeMillis since 1970, 64 unsigned bits
 * @param name at most 255 bytes of UTF-8
 * @param circuits strictly ascending by id
 * @param allocations at most 65,535, strictly ascending by account; their sum is less than 2^64
 */
public record Genesis(
    NetworkKind kind,
    int chain,
    int pool,
    Amount minFee,
    AccountKey proposer,
    long timeMillis,
    String name,
    List<GenesisCircuit> circuits,
    List<Allocation> allocations) {

  private static final int VERSION = 1;
  private static final int MAX_CIRCUITS = 255;
  private static final int MAX_ALLOCATIONS = 65_535;
  private static final int MAX_LENGTH =
      311 + MAX_CIRCUITS * GenesisCircuit.LENGTH + MAX_ALLOCATIONS * Allocation.LENGTH;

  /** Checks bounds, order and the sum of the allocations. */
  public Genesis {
    circuits = List.copyOf(circuits);
    allocations = List.copyOf(allocations);
    if (pool < 1 || pool > 255) {
      throw new InvalidValueException("pool", "is " + pool + ", not in 1 to 255");
    }
    if (encodeName(name).length > 255) {
      throw new InvalidValueException("name", "takes more than 255 bytes of UTF-8");
    }
    for (int i = 1; i < circuits.size(); i++) {
      if (circuits.get(i - 1).circuit().id() >= circuits.get(i).circuit().id()) {
        throw new InvalidValueException(
            "circuits[" + i + "]", "is not above the one before it by id");
      }
    }
    checkAllocations(allocations);
  }

  private static void checkAllocations(List<Allocation> allocations) {
    if (allocations.size() > MAX_ALLOCATIONS) {
      throw new InvalidValueException("allocations", "are more than " + MAX_ALLOCATIONS);
    }
    Amount sum = Amount.ZERO;
    for (int i = 0; i < allocations.size(); i++) {
      Allocation allocation = allocations.get(i);
      if (i > 0 && allocations.get(i - 1).account().compareTo(allocation.account()) >= 0) {
        throw new InvalidValueException(
            "allocations[" + i + "]", "is not above the one before it by account");
      }
      try {
        sum = sum.plus(allocation.amount());
      } catch (ArithmeticException e) {
        throw new InvalidValueException("allocations", "sum to 2^64 or more");
      }
    }
  }

  /** Reads exactly the bytes of a genesis. */
  public static Genesis parse(byte[] bytes) throws DecodeException {
    ByteReader reader = ByteReader.bounded("genesis", bytes, MAX_LENGTH);
    reader.version("version", VERSION);
    int kindStart = reader.position();
    int kindCode = reader.u8("kind");
    NetworkKind kind = reader.build("kind", kindStart, () -> NetworkKind.ofCode(kindCode));
    int chain = reader.u32("chain");
    int pool = reader.u8("pool");
    Amount minFee = Amount.read(reader, "min_fee");
    AccountKey proposer = AccountKey.read(reader, "proposer");
    long timeMillis = reader.u64("time");
    String name = readName(reader);
    int circuitCount = reader.count8("circuits", MAX_CIRCUITS, GenesisCircuit.LENGTH);
    List<GenesisCircuit> circuits = reader.list("circuits", circuitCount, GenesisCircuit::read);
    int count = reader.count16("allocations", MAX_ALLOCATIONS, Allocation.LENGTH);
    List<Allocation> allocations = reader.list("allocations", count, Allocation::read);
    reader.finish();
    return reader.build(
        "",
        0,
        () ->
            new Genesis(
                kind, chain, pool, minFee, proposer, timeMillis, name, circuits, allocations));
  }

  /** The encoding. */
  public byte[] bytes() {
    byte[] encodedName = encodeName(name);
    ByteWriter writer = new ByteWriter(512 + allocations.size() * Allocation.LENGTH);
    writer.u8(VERSION).u8(kind.code()).u32(chain).u8(pool);
    minFee.write(writer);
    proposer.write(writer);
    writer.u64(timeMillis).u8(encodedName.length).bytes(encodedName);
    writer.u8(circuits.size()).each(circuits, GenesisCircuit::write);
    writer.u16(allocations.size()).each(allocations, Allocation::write);
    return writer.toByteArray();
  }

  /** The genesis hash, which is the block hash of height 0; computed at each call. */
  public BlockHash hash() {
    return BlockHash.of(Blake2b.hash256(HashTag.GENESIS, bytes()));
  }

  private static String readName(ByteReader reader) throws DecodeException {
    int start = reader.position();
    byte[] bytes = reader.bytes("name", reader.u8("name"));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw reader.fail("name", start, "is not valid UTF-8");
    }
  }

  private static byte[] encodeName(String name) {
    try {
      ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name));
      byte[] out = new byte[buffer.remaining()];
      buffer.get(out);
      return out;
    } catch (CharacterCodingException e) {
      throw new InvalidValueException("name", "is not valid Unicode text");
    }
  }
}
