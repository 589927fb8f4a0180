// A whole file mapped for reading.
#ifndef NELUMBO_PLATFORM_MAPPED_FILE_H_
#define NELUMBO_PLATFORM_MAPPED_FILE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace nelumbo::platform {

// Bytes of a regular file. The file must not shrink while it is mapped: reading beyond its new end
// would end the process. Writers that replace a file by renaming are harmless.
class MappedFile {
 public:
  MappedFile() = default;
  ~MappedFile();
  MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Maps the file. Returns null, or what is wrong ("cannot be opened: ...").
  static const char* open(const std::string& path, MappedFile& out);

  std::span<const std::uint8_t> bytes() const { return bytes_; }

 private:
  std::span<const std::uint8_t> bytes_;
};

}  // namespace nelumbo::platform

#endif  // NELUMBO_PLATFORM_MAPPED_FILE_H_
