#include "platform/buffer.h"

#include <sys/mman.h>

#include <cstdint>
#include <new>

#include "platform/wipe.h"

namespace nelumbo::platform {
namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kHugePage = 2 << 20;

void unmap(std::uintptr_t from, std::uintptr_t to) {
  if (from != to) {
    munmap(reinterpret_cast<void*>(from), to - from);
  }
}

}  // namespace

Buffer::Buffer(std::size_t bytes, Contents contents)
    : bytes_(bytes), secret_(contents == Contents::kSecret) {
  if (bytes == 0) {
    return;
  }
  const bool huge = bytes >= kHugePage / 2;
  const std::size_t unit = huge ? kHugePage : kPage;
  if (bytes > SIZE_MAX - 2 * unit) {
    throw std::bad_alloc();
  }
  mapped_ = (bytes + unit - 1) / unit * unit;
  // A huge page needs its own alignment: map one unit more and give the ends back.
  const std::size_t reserved = huge ? mapped_ + unit : mapped_;
  void* const at =
      mmap(nullptr, reserved, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (at == MAP_FAILED) {
    throw std::bad_alloc();
  }
  const auto begin = reinterpret_cast<std::uintptr_t>(at);
  const std::uintptr_t aligned = (begin + unit - 1) / unit * unit;
  unmap(begin, aligned);
  unmap(aligned + mapped_, begin + reserved);
  data_ = reinterpret_cast<void*>(aligned);
  if (huge) {
    madvise(data_, mapped_, MADV_HUGEPAGE);  // only advice: ordinary pages serve too
  }
  if (secret_) {
    madvise(data_, mapped_, MADV_DONTDUMP);
  }
}

Buffer::~Buffer() {
  if (data_ == nullptr) {
    return;
  }
  if (secret_) {
    secure_wipe(data_, bytes_);
  }
  munmap(data_, mapped_);
}

}  // namespace nelumbo::platform
