// Where test vectors lie: the outside ones beside the repository, the project's own inside it.
#ifndef NELUMBO_TEST_SUPPORT_VECTORS_H_
#define NELUMBO_TEST_SUPPORT_VECTORS_H_

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "support/json.h"

namespace nelumbo::test {

// The root of the repository: the nearest folder above this file, or above the working folder, that
// holds the C ABI's header.
inline std::filesystem::path repository_dir() {
  namespace fs = std::filesystem;
  for (fs::path start : {fs::path(__FILE__), fs::current_path() / "x"}) {
    for (fs::path dir = fs::absolute(start).parent_path(); dir != dir.root_path();
         dir = dir.parent_path()) {
      if (fs::exists(dir / "native/include/nelumbo/nelumbo.h")) return dir;
    }
  }
  throw std::runtime_error("the repository was not found: run the tests inside it");
}

// Folder of the outside vectors: NLB_VECTORS, else shared/vectors beside the repository.
inline std::filesystem::path vectors_dir() {
  const char* given = std::getenv("NLB_VECTORS");
  const std::filesystem::path dir =
      given != nullptr ? given : repository_dir().parent_path() / "shared/vectors";
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
  return Json::parse_file((repository_dir() / "circuits/vectors" / name).string());
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_SUPPORT_VECTORS_H_
