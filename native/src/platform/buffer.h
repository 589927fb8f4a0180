// Large blocks of memory for limbs and points.
#ifndef NELUMBO_PLATFORM_BUFFER_H_
#define NELUMBO_PLATFORM_BUFFER_H_

#include <cstddef>
#include <utility>

namespace nelumbo::platform {

// Zeroed memory, page-aligned (so 64-byte aligned), in huge pages where the system grants them:
// touching 128 MB takes a third of the time, and strided passes miss the TLB far less often.
//
// Contents are wiped before the memory goes back if the buffer was made for secrets.
class Buffer {
 public:
  enum class Contents { kPublic, kSecret };

  Buffer() = default;
  // Throws std::bad_alloc.
  Buffer(std::size_t bytes, Contents contents);
  ~Buffer();
  Buffer(Buffer&& other) noexcept { swap(other); }
  Buffer& operator=(Buffer&& other) noexcept {
    Buffer(std::move(other)).swap(*this);
    return *this;
  }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  std::size_t size() const { return bytes_; }
  void* data() const { return data_; }
  template <class T>
  T* as() const {
    return static_cast<T*>(data_);
  }

 private:
  void swap(Buffer& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    std::swap(mapped_, other.mapped_);
    std::swap(secret_, other.secret_);
  }

  void* data_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t mapped_ = 0;
  bool secret_ = false;
};

}  // namespace nelumbo::platform

#endif  // NELUMBO_PLATFORM_BUFFER_H_
