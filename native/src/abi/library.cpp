// The handshake of the C ABI: what was built, which kernel runs, and what went wrong last.
#include <algorithm>
#include <string>
#include <string_view>

#include "abi/guard.h"
#include "kernels/dispatch.h"

namespace {

using nelumbo::abi::guarded;
using nelumbo::kernels::KernelTable;

#ifdef NLB_BUILD_FLAGS
constexpr const char* kFlags = NLB_BUILD_FLAGS;
#elif defined(__OPTIMIZE__)
constexpr const char* kFlags = "optimized";
#else
constexpr const char* kFlags = "not optimized";
#endif

void give_text(std::string_view text, uint8_t* out, uint64_t len, uint64_t* written) {
  nelumbo::abi::require_pointer(written, "written");
  if (len != 0) {
    nelumbo::abi::require_pointer(out, "text");
    std::copy_n(text.begin(), std::min<std::uint64_t>(len, text.size()), out);
  }
  *written = text.size();
}

const KernelTable& kernel() {
  const KernelTable* table = nelumbo::kernels::active_kernel();
  if (table == nullptr) {
    NLB_FAIL(NLB_UNSUPPORTED, "%s", nelumbo::kernels::selection_problem());
  }
  return *table;
}

}  // namespace

int32_t nlb_build_info(uint8_t* text, uint64_t len, uint64_t* written) {
  return guarded([&] {
    const std::string info = "libnelumbo abi " + std::to_string(NLB_ABI_VERSION) +
#if defined(__clang__)
                             ", clang " __clang_version__ ", " +
#else
                             ", gcc " __VERSION__ ", " +
#endif
                             kFlags;
    give_text(info, text, len, written);
  });
}

int32_t nlb_cpu_features(uint8_t* text, uint64_t len, uint64_t* written) {
  return guarded([&] { give_text(nelumbo::kernels::cpu_features(), text, len, written); });
}

int32_t nlb_kernel_name(uint8_t* text, uint64_t len, uint64_t* written) {
  return guarded([&] { give_text(kernel().name, text, len, written); });
}

int32_t nlb_error_message(uint8_t* text, uint64_t len, uint64_t* written) {
  return guarded([&] { give_text(nelumbo::platform::last_error(), text, len, written); });
}

int32_t nlb_self_test(void) {
  return guarded([] {
    const KernelTable& table = kernel();
    const char* problem = table.self_test();
    if (problem != nullptr) {
      NLB_FAIL(NLB_INTERNAL, "self-test of kernel %s: %s", table.name, problem);
    }
  });
}
