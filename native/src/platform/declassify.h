// Where a value that was computed from secrets becomes public: an answer, an encoding that is published.
//
// In the build for the constant-time check (CMake option NLB_CTIME) valgrind takes every branch and every
// index on a secret for an error; these functions tell it which values are none. In every other build they do
// nothing.
#ifndef NELUMBO_PLATFORM_DECLASSIFY_H_
#define NELUMBO_PLATFORM_DECLASSIFY_H_

#ifdef NLB_CTIME
#include <valgrind/memcheck.h>
#endif

namespace nelumbo::platform {

template <class T>
inline void declassify([[maybe_unused]] const T& value) {
#ifdef NLB_CTIME
  VALGRIND_MAKE_MEM_DEFINED(&value, sizeof(value));
#endif
}

// The same for an answer on its way into a condition.
inline bool declassified(bool answer) {
  declassify(answer);
  return answer;
}

}  // namespace nelumbo::platform

#endif  // NELUMBO_PLATFORM_DECLASSIFY_H_
