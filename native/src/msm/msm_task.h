// The arguments of a multi-scalar multiplication, the same for every instruction set.
#ifndef NELUMBO_MSM_MSM_TASK_H_
#define NELUMBO_MSM_MSM_TASK_H_

#include "msm/digits.h"

namespace nelumbo::msm {

// One multiplication. Points are affine limbs as in the key files, (0, 0) for infinity; any points
// of the curve will do, equal and opposite ones too.
//
// It falls into independent units: one for each window and each slice of the points.
struct MsmTask {
  const std::uint64_t* points;  // digits.split.parts times count points, part after part
  std::size_t count;            // times parts below 2^31
  const std::uint32_t* map;     // scalar of point i of a part is number map[i]; null: number i
  DigitView digits;
  std::size_t slices;  // 1 or more; each costs a set of buckets

  NLB_INLINE std::size_t all_points() const { return count * digits.split.parts; }
  NLB_INLINE std::size_t slice_points() const { return (all_points() + slices - 1) / slices; }
  NLB_INLINE std::size_t units() const { return digits.windows * slices; }
};

}  // namespace nelumbo::msm

#endif  // NELUMBO_MSM_MSM_TASK_H_
