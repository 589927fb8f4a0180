#include "abi/context.h"

#include "abi/guard.h"

using nelumbo::abi::guarded;
using nelumbo::abi::require_pointer;
using nelumbo::platform::WorkerPool;

int32_t nlb_context_new(nlb_context** context, uint32_t threads) {
  return guarded([&] {
    require_pointer(context, "context");
    *context = nullptr;
    constexpr std::uint32_t kMaxThreads = 256;
    if (threads > kMaxThreads) {
      NLB_FAIL(NLB_BAD_ARGUMENT, "threads is %u, not 0 to %u", threads, kMaxThreads);
    }
    *context = new nlb_context(threads == 0 ? WorkerPool::available_processors() : threads);
  });
}

void nlb_context_free(nlb_context* context) { delete context; }

int32_t nlb_context_threads(const nlb_context* context, uint32_t* threads) {
  return guarded([&] {
    require_pointer(context, "context");
    require_pointer(threads, "threads");
    *threads = context->pool.threads();
  });
}
