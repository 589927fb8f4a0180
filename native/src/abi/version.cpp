// The version handshake of the C ABI.
#include "nelumbo/nelumbo.h"

int32_t nlb_abi_version(uint32_t* version) {
  if (version == nullptr) {
    return NLB_BAD_ARGUMENT;
  }
  *version = NLB_ABI_VERSION;
  return NLB_OK;
}
