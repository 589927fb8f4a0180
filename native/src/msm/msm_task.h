// The arguments of a multi-scalar multiplication, the same for every instruction set.
#ifndef NELUMBO_MSM_MSM_TASK_H_
#define NELUMBO_MSM_MSM_TASK_H_

#include "msm/digits.h"

namespace nelumbo::msm {

// One multiplication. Points are affine limbs as in the key files, (0, 0) for infinity; any points
// of the curve will do, equal and opposite ones too.
struct MsmTask {
  const std::uint64_t* points;
  std::size_t count;         // below 2^31
  const std::uint32_t* map;  // scalar of point i is number map[i]; null: number i
  DigitView digits;
  void* scratch;  // scratch_bytes, 64-byte aligned; holds secrets afterwards
};

}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_MSM_TASK_H_
