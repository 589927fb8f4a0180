// What stands behind nlb_proving_key and nlb_witness.
#ifndef NELUMBO_ABI_HANDLES_H_
#define NELUMBO_ABI_HANDLES_H_

#include <memory>

#include "format/proving_key.h"
#include "groth16/witness.h"
#include "nelumbo/nelumbo.h"

struct nlb_proving_key {
  std::unique_ptr<nelumbo::format::ProvingKey> key;
};

struct nlb_witness {
  explicit nlb_witness(const nelumbo::format::ProvingKey& key) : witness(key) {}

  nelumbo::groth16::Witness witness;
};

#endif  // NELUMBO_ABI_HANDLES_H_
