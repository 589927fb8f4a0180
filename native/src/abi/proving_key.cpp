#include <algorithm>
#include <cstring>

#include "abi/guard.h"
#include "abi/handles.h"

using nelumbo::abi::Failure;
using nelumbo::abi::guarded;
using nelumbo::abi::require_pointer;

int32_t nlb_proving_key_open(nlb_proving_key** key, const uint8_t* path, uint64_t path_len) {
  return guarded([&] {
    require_pointer(key, "key");
    *key = nullptr;
    require_pointer(path, "path");
    constexpr std::uint64_t kMaxPath = 4095;
    if (path_len == 0 || path_len > kMaxPath || std::memchr(path, 0, path_len) != nullptr) {
      NLB_FAIL(NLB_BAD_ARGUMENT, "path has no bytes, a zero byte or more than 4095 bytes");
    }
    auto handle = std::make_unique<nlb_proving_key>();
    const std::string name(reinterpret_cast<const char*>(path), path_len);
    const std::int32_t status = nelumbo::format::ProvingKey::open(name, handle->key);
    if (status != NLB_OK) {
      throw Failure{status};
    }
    *key = handle.release();
  });
}

void nlb_proving_key_free(nlb_proving_key* key) { delete key; }

int32_t nlb_proving_key_info(const nlb_proving_key* key, uint64_t info[8], uint8_t fingerprint[32],
                             uint8_t verifying_key_hash[32]) {
  return guarded([&] {
    require_pointer(key, "key");
    require_pointer(info, "info");
    require_pointer(fingerprint, "fingerprint");
    require_pointer(verifying_key_hash, "verifying_key_hash");
    const nelumbo::format::ProvingKeyHeader& h = key->key->header();
    const std::uint64_t values[8] = {
        h.curve, h.domain_size,          h.wires, h.public_inputs, h.constraints,
        h.flags, key->key->file_bytes(), 0};
    std::copy_n(values, 8, info);
    std::copy(h.fingerprint.begin(), h.fingerprint.end(), fingerprint);
    std::copy(h.verifying_key_hash.begin(), h.verifying_key_hash.end(), verifying_key_hash);
  });
}

int32_t nlb_proving_key_verifying_key(const nlb_proving_key* key, uint8_t* bytes, uint64_t len,
                                      uint64_t* written) {
  return guarded([&] {
    require_pointer(key, "key");
    require_pointer(written, "written");
    const std::span<const std::uint8_t> all = key->key->verifying_key();
    if (len != 0) {
      require_pointer(bytes, "bytes");
      std::copy_n(all.begin(), std::min<std::uint64_t>(len, all.size()), bytes);
    }
    *written = all.size();
  });
}

int32_t nlb_witness_new(nlb_witness** witness, const nlb_proving_key* key) {
  return guarded([&] {
    require_pointer(witness, "witness");
    *witness = nullptr;
    require_pointer(key, "key");
    *witness = new nlb_witness(*key->key);
  });
}

void nlb_witness_free(nlb_witness* witness) { delete witness; }

int32_t nlb_witness_layout(const nlb_witness* witness, uint64_t layout[8]) {
  return guarded([&] {
    require_pointer(witness, "witness");
    require_pointer(layout, "layout");
    const nelumbo::groth16::Witness& w = witness->witness;
    const auto address = [](const void* p) { return reinterpret_cast<std::uint64_t>(p); };
    const std::uint64_t values[8] = {
        address(w.wire_values()), w.wires(), address(w.row_values(0)), address(w.row_values(1)),
        address(w.row_values(2)), w.rows(),  w.constraints(),          0};
    std::copy_n(values, 8, layout);
  });
}
