// Seeded fuzzing of everything in the C ABI that reads bytes of others: no crash, no report of a sanitizer, an answer or
// a status with a message, and what is accepted is canonical. NLB_FUZZ=n runs n times as long, NLB_SEED repeats a run.
#include "curve/bls12_381.h"
#include "curve/bn254.h"
#include "curve/jubjub.h"
#include "format/verifying_key.h"
#include "groth16/simulate.h"
#include "platform/error.h"
#include "protocol/account.h"
#include "support/mutate.h"
#include "support/toy_system.h"

namespace nelumbo::test {
namespace {

// The caller's exact bytes on the heap, so that a read past their end is seen.
Buffer exact(const Buffer& bytes) { return Buffer(bytes); }

class HostileBytes : public testing::Test {
 protected:
  HostileBytes() : random_(9) {}

  template <class C>
  static Buffer verifying_key() {
    return format::write_verifying_key(groth16::Simulation<C>(3).key());
  }

  // Opens changed keys of a curve.
  template <class C>
  void open_verifying_keys() {
    const Buffer good = verifying_key<C>();
    int accepted = 0, refused = 0;
    for (std::size_t i = 0; i < fuzz_rounds(200); ++i) {
      const Buffer bytes = exact(i == 0 ? good : mutated(random_, good));
      nlb_verifying_key* handle = nullptr;
      const std::int32_t status = nlb_verifying_key_open(&handle, bytes.data(), bytes.size());
      if (status == NLB_OK) {
        format::VerifyingKey<C> read;
        ASSERT_FALSE(format::read_verifying_key(bytes, read).found());
        EXPECT_EQ(format::write_verifying_key(read), bytes);
        ++accepted;
      } else {
        EXPECT_EQ(status, NLB_BAD_KEY);
        EXPECT_FALSE(platform::last_error().empty());
        ++refused;
      }
      nlb_verifying_key_free(handle);
    }
    EXPECT_GE(accepted, 1);
    EXPECT_GE(refused, 100);
  }

  // Changed proofs and public inputs: the good ones hold, and nothing else does.
  template <class C>
  void judge_proofs() {
    const groth16::Simulation<C> simulation(3);
    const Buffer key = format::write_verifying_key(simulation.key());
    nlb_verifying_key* handle = nullptr;
    ASSERT_EQ(nlb_verifying_key_open(&handle, key.data(), key.size()), NLB_OK);
    const Buffer good_inputs = simulation.some_inputs(5);
    const auto made = simulation.prove(good_inputs, 11);
    const Buffer good(made.begin(), made.end());
    int held = 0;
    for (std::size_t i = 0; i < fuzz_rounds(200); ++i) {
      Buffer proof = good, inputs = good_inputs;
      if (i > 0 && i % 3 != 0) {
        mutate_in_place(random_, proof);
      }
      if (i % 3 == 0 && i > 0) {
        mutate_in_place(random_, inputs);
      }
      std::int32_t valid = -1;
      ASSERT_EQ(nlb_groth16_verify(handle, &valid, proof.data(), inputs.data(), inputs.size()),
                NLB_OK);
      EXPECT_EQ(valid, proof == good && inputs == good_inputs ? 1 : 0);
      held += valid == 1 ? 1 : 0;
      const std::size_t wrong = random_.u64() % 200;
      if (wrong != good_inputs.size()) {
        const Buffer some(wrong, 1);
        EXPECT_EQ(nlb_groth16_verify(handle, &valid, proof.data(), some.data(), some.size()),
                  NLB_BAD_ARGUMENT);
      }
    }
    EXPECT_GE(held, 1);
    nlb_verifying_key_free(handle);
  }

  Random random_;
  nlb_context context_{2};
};

TEST_F(HostileBytes, VerifyingKeys) {
  open_verifying_keys<curve::Bls12381>();
  open_verifying_keys<curve::Bn254>();
}

TEST_F(HostileBytes, ProvingKeyFiles) {
  const ToyKeyFile good(ToySystem(random_, 2, 3, 7));
  for (std::size_t i = 0; i < fuzz_rounds(400); ++i) {
    ToyKeyFile file = good;
    // The header and the table are small against the sections: aim at them as often.
    if (i == 0) {
      // The good file itself.
    } else if (i % 2 == 0) {
      Buffer front(file.bytes.begin(), file.bytes.begin() + 192 + 32 * 13);
      mutate_in_place(random_, front);
      std::copy(front.begin(), front.end(), file.bytes.begin());
    } else {
      file.bytes = mutated(random_, file.bytes);
    }
    if (i % 4 < 2 && file.bytes.size() >= 192 + 32 * 13) {
      file.seal();
    }
    const TemporaryFile on_disk = file.write();
    const std::string& path = on_disk.path();
    nlb_proving_key* handle = nullptr;
    const std::int32_t status = nlb_proving_key_open(
        &handle, reinterpret_cast<const std::uint8_t*>(path.data()), path.size());
    if (i == 0) {
      ASSERT_EQ(status, NLB_OK) << platform::last_error();
    }
    if (status == NLB_OK) {
      nlb_witness* witness = nullptr;
      EXPECT_EQ(nlb_witness_new(&witness, handle), NLB_OK);
      nlb_witness_free(witness);
    } else {
      EXPECT_TRUE(status == NLB_BAD_KEY || status == NLB_UNSUPPORTED) << status;
      EXPECT_FALSE(platform::last_error().empty());
    }
    nlb_proving_key_free(handle);
  }
}

TEST_F(HostileBytes, ProofsAndPublicInputs) {
  judge_proofs<curve::Bls12381>();
  judge_proofs<curve::Bn254>();
}

TEST_F(HostileBytes, Outputs) {
  const Account receiver(2), sender(1);
  const Bytes<80> address = receiver.address(9);
  const Bytes<841> good = seal(note_for(address, 5), address, sender.ovk());
  for (std::size_t i = 0; i < fuzz_rounds(400); ++i) {
    Buffer output(good.begin(), good.end());
    if (i > 0) {
      mutate_in_place(random_, output);
    }
    std::int32_t found = -1;
    Buffer note(120), memo(512), pk_d(32);
    ASSERT_EQ(nlb_note_decrypt(&context_, &found, note.data(), memo.data(), 1, receiver.ivk(),
                               receiver.ko(), output.data(), output.size(), kChain, kPool),
              NLB_OK);
    const bool same = std::equal(output.begin(), output.begin() + 713, good.begin());
    EXPECT_EQ(found, same ? 1 : 0);
    ASSERT_EQ(nlb_note_recover(&context_, &found, note.data(), memo.data(), pk_d.data(), 1,
                               sender.ovk(), output.data(), output.size(), kChain, kPool),
              NLB_OK);
    EXPECT_EQ(found, std::equal(output.begin(), output.end(), good.begin()) ? 1 : 0);
  }
}

TEST_F(HostileBytes, JubjubPoints) {
  int accepted = 0;
  for (std::size_t i = 0; i < fuzz_rounds(2000); ++i) {
    Buffer bytes(32);
    const auto drawn = random_.bytes<32>();
    std::copy(drawn.begin(), drawn.end(), bytes.begin());
    mutate_in_place(random_, bytes);
    Buffer xy(64);
    std::int32_t valid = -1;
    ASSERT_EQ(nlb_jubjub_decode(xy.data(), &valid, 1, bytes.data()), NLB_OK);
    if (valid == 1) {
      curve::JubjubBytes in;
      std::copy(bytes.begin(), bytes.end(), in.begin());
      curve::JubjubPoint p;
      ASSERT_TRUE(curve::JubjubPoint::decode(in, p));
      EXPECT_EQ(p.encode(), in);
      ++accepted;
    } else {
      EXPECT_EQ(xy, Buffer(64));
    }
  }
  EXPECT_GE(accepted, 100);
}

TEST_F(HostileBytes, AddressesNotesAndElements) {
  const Account account(3);
  const Bytes<80> good = account.address(1);
  const Bytes<120> note = note_for(good, 9);
  int addresses_refused = 0, notes_refused = 0;
  for (std::size_t i = 0; i < fuzz_rounds(1000); ++i) {
    Buffer address(good.begin(), good.end()), opening(note.begin(), note.end());
    if (i > 0) {
      mutate_in_place(random_, address);
      mutate_in_place(random_, opening);
    }
    std::int32_t valid = -1;
    ASSERT_EQ(nlb_address_check(&valid, address.data()), NLB_OK);
    EXPECT_TRUE(valid == 0 || valid == 1);
    addresses_refused += valid == 0 ? 1 : 0;
    Buffer cm(32), rcm(32), output(841);
    const std::int32_t status =
        nlb_note_commit(cm.data(), rcm.data(), 1, opening.data(), opening.size(), kPool);
    EXPECT_TRUE(status == NLB_OK || status == NLB_BAD_ENCODING);
    notes_refused += status == NLB_OK ? 0 : 1;
    const Bytes<512> memo = memo_of(1);
    const std::int32_t sealed = nlb_note_encrypt(output.data(), opening.data(), memo.data(),
                                                 address.data() + 48, nullptr, kChain, kPool);
    EXPECT_TRUE(sealed == NLB_OK || sealed == NLB_BAD_ENCODING);
    if (i == 0) {
      EXPECT_EQ(valid, 1);
      EXPECT_EQ(status, NLB_OK);
      EXPECT_EQ(sealed, NLB_OK);
    }
  }
  EXPECT_GE(addresses_refused, 1);
  EXPECT_GE(notes_refused, 1);
}

}  // namespace
}  // namespace nelumbo::test
