// Where test vectors lie: the outside ones beside the repository, the project's own inside it.
#ifndef NELUMBO_TEST_SUPPORT_VECTORS_H_
#define NELUMBO_TEST_SUPPORT_VECTORS_H_

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "support/json.h"

namespace nelumbo::test {

// Folder of the outside vectors: NLB_VECTORS, else the one that the build knows (shared/vectors beside
// the repository).
inline std::filesystem::path vectors_dir() {
  const char* given = std::getenv("NLB_VECTORS");
  const std::filesystem::path dir = given != nullptr ? given : NLB_VECTORS_DEFAULT;
  if (!std::filesystem::is_directory(dir)) {
    throw std::runtime_error("test vectors not found in " + dir.string() +
                             ": set NLB_VECTORS to the folder of outside vectors");
  }
  return dir;
}

// An outside vector file, e.g. "wycheproof/x25519_test.json".
inline Json outside_vectors(const std::string& name) {
  return Json::parse_file((vectors_dir() / name).string());
}

// A vector file that the project makes, e.g. "keys.json".
inline Json own_vectors(const std::string& name) {
  return Json::parse_file((std::filesystem::path(NLB_OWN_VECTORS_DEFAULT) / name).string());
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_SUPPORT_VECTORS_H_
