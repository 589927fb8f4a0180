// Points one after the other, in one of the forms that files have.
#ifndef NELUMBO_FORMAT_POINT_READER_H_
#define NELUMBO_FORMAT_POINT_READER_H_

#include <span>

#include "curve/encoding.h"

namespace nelumbo::format {

// Why key or proof bytes were refused: the field, its index where it is an array, and what is wrong.
struct KeyProblem {
  const char* field = nullptr;  // null: nothing is wrong
  std::uint32_t index = 0;
  const char* what = "";

  bool found() const { return field != nullptr; }
};

// kCompressed and kUncompressed are those of curve/encoding.h; kAffine is bare big-endian
// coordinates, for Fp2 c0 before c1, with (0, 0) for infinity.
enum class PointForm { kCompressed, kUncompressed, kAffine };

inline namespace NLB_ISA {

// Reads points with every check, infinity refused, and remembers the first problem.
class PointReader {
 public:
  PointReader(std::span<const std::uint8_t> bytes, PointForm form) : rest_(bytes), form_(form) {}

  // Bytes of a point in this reader's form.
  template <class G>
  std::size_t size() const {
    return form_ == PointForm::kCompressed ? curve::kCompressedBytes<G>
                                           : curve::kUncompressedBytes<G>;
  }

  // Infinity after a problem.
  template <class G>
  curve::Affine<G> point(const char* field, std::uint32_t index = 0) {
    const curve::Affine<G> p = point_or_infinity<G>(field, index);
    if (p.is_infinity()) {
      refuse(field, index, "is the point at infinity");
    }
    return p;
  }

  // The same, infinity allowed.
  template <class G>
  curve::Affine<G> point_or_infinity(const char* field, std::uint32_t index = 0) {
    curve::Affine<G> p = curve::Affine<G>::infinity();
    const std::size_t n = size<G>();
    if (rest_.size() < n) {
      rest_ = {};
      refuse(field, index, "is cut off");
      return p;
    }
    const auto result = decode<G>(rest_.first(n), p);
    rest_ = rest_.subspan(n);
    if (result != curve::Decoding::kOk) {
      refuse(field, index, curve::describe(result));
    }
    return p;
  }

  // A big-endian integer, as gnark writes counts; 0 after a problem.
  std::uint32_t u32(const char* field) {
    if (rest_.size() < 4) {
      rest_ = {};
      refuse(field, 0, "is cut off");
      return 0;
    }
    std::uint32_t x = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      x = x << 8 | rest_[i];
    }
    rest_ = rest_.subspan(4);
    return x;
  }

  std::size_t left() const { return rest_.size(); }

  void refuse(const char* field, std::uint32_t index, const char* what) {
    if (!problem_.found()) {
      problem_ = {field, index, what};
    }
  }
  const KeyProblem& problem() const { return problem_; }

 private:
  template <class G>
  curve::Decoding decode(std::span<const std::uint8_t> in, curve::Affine<G>& p) const {
    constexpr std::size_t kShort = curve::kCompressedBytes<G>;
    constexpr std::size_t kLong = curve::kUncompressedBytes<G>;
    switch (form_) {
      case PointForm::kCompressed:
        return curve::decode_compressed_vartime<G>(in.first<kShort>(), p);
      case PointForm::kUncompressed:
        return curve::decode_uncompressed_vartime<G>(in.first<kLong>(), p);
      case PointForm::kAffine:
        return curve::decode_affine_vartime<G>(in.first<kLong>(), p);
    }
    return curve::Decoding::kBadFlags;
  }

  std::span<const std::uint8_t> rest_;
  PointForm form_;
  KeyProblem problem_;
};

}  // namespace NLB_ISA
}  // namespace nelumbo::format

#endif  // NELUMBO_FORMAT_POINT_READER_H_
