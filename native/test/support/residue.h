// Finds what a call leaves behind on its stack.
#ifndef NELUMBO_TEST_SUPPORT_RESIDUE_H_
#define NELUMBO_TEST_SUPPORT_RESIDUE_H_

#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/mman.h>

#include <cstring>
#include <set>
#include <span>
#include <string>
#include <utility>

#include "field/prime_field.h"
#include "platform/bytes.h"

namespace nelumbo::test {

// Named secrets in the forms in which code holds them, eight bytes at a time.
class Canaries {
 public:
  // Random bytes: eight that occur by chance are found once in 2^40 stacks.
  void add(const std::string& name, std::span<const std::uint8_t> bytes) {
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
      words_.insert({platform::load_le64(bytes.data() + i), name});
    }
  }
  // A field element: its bytes and its Montgomery limbs.
  template <class Field>
  void add_element(const std::string& name, std::span<const std::uint8_t, 32> bytes) {
    add(name, bytes);
    Field x;
    ASSERT_TRUE(Field::from_bytes_le(bytes, x)) << name;
    for (const std::uint64_t limb : x.montgomery()) {
      words_.insert({limb, name + " in Montgomery form"});
    }
  }

  // The names of the secrets that lie in memory, at any address.
  std::set<std::string> find_in(const std::uint8_t* memory, std::size_t size) const {
    std::set<std::string> found;
    for (std::size_t i = 0; i + 8 <= size; ++i) {
      const auto word = platform::load_le64(memory + i);
      for (auto at = words_.lower_bound({word, ""}); at != words_.end() && at->first == word;
           ++at) {
        found.insert(at->second);
      }
    }
    return found;
  }

 private:
  std::set<std::pair<std::uint64_t, std::string>> words_;
};

// Runs f in a thread of its own and returns which canaries its stack holds afterwards. Keep inputs and
// outputs of f on the heap or in the caller's frame.
template <class F>
std::set<std::string> residue(const Canaries& canaries, F&& f) {
  constexpr std::size_t kSize = 512 * 1024;
  void* const stack =
      mmap(nullptr, kSize, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  EXPECT_NE(stack, MAP_FAILED);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack, kSize);
  pthread_t thread;
  const int failed = pthread_create(
      &thread, &attributes,
      [](void* self) -> void* {
        (*static_cast<std::remove_reference_t<F>*>(self))();
        return nullptr;
      },
      &f);
  EXPECT_EQ(failed, 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
  const auto found = canaries.find_in(static_cast<const std::uint8_t*>(stack), kSize);
  munmap(stack, kSize);
  return found;
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_SUPPORT_RESIDUE_H_
