// What stands behind nlb_context.
#ifndef NELUMBO_ABI_CONTEXT_H_
#define NELUMBO_ABI_CONTEXT_H_

#include "platform/pool.h"

struct nlb_context {
  explicit nlb_context(unsigned threads) : pool(threads) {}

  nelumbo::platform::WorkerPool pool;
};

#endif  // NELUMBO_ABI_CONTEXT_H_
