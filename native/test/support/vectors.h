// Where test vectors lie: the outside ones beside the repository, the project's own inside it.
#ifndef NELUMBO_TEST_SUPPORT_VECTORS_H_
#define NELUMBO_TEST_SUPPORT_VECTORS_H_

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
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

// Writes a table for .ci/tables. A test that runs once more on another kernel, perhaps at the same time, replaces its
// table whole.
inline void write_table(const std::string& name, const std::string& text) {
  const std::filesystem::path folder(NLB_TABLES);
  std::filesystem::create_directories(folder);
  const std::filesystem::path part = folder / (name + "." + std::to_string(getpid()));
  std::ofstream out(part);
  out << text;
  out.close();
  ASSERT_TRUE(out.good()) << part;
  std::filesystem::rename(part, folder / (name + ".tsv"));
}

// What a test has done with outside vectors; .ci/tables adds the rows up.
struct VectorCount {
  const char* folder;
  const char* what;
  std::size_t cases;
  std::size_t left_out = 0;
  const char* reason = "";  // why they are left out
};

// Writes the row of the test `name`; a test that has failed writes that nothing passed. To be called last.
inline void record_vectors(const std::string& name, const VectorCount& count) {
  std::ostringstream out;
  const std::size_t passed = testing::Test::HasFailure() ? 0 : count.cases - count.left_out;
  out << "folder\twhat\tcases\tpassed\tleft out\treason\n"
      << count.folder << '\t' << count.what << '\t' << count.cases << '\t' << passed << '\t'
      << count.cases - passed << '\t' << (testing::Test::HasFailure() ? "" : count.reason) << '\n';
  write_table("vectors-" + name, out.str());
}

// A vector file that the project makes, e.g. "keys.json".
inline Json own_vectors(const std::string& name) {
  return Json::parse_file((std::filesystem::path(NLB_OWN_VECTORS_DEFAULT) / name).string());
}

}  // namespace nelumbo::test

#endif  // NELUMBO_TEST_SUPPORT_VECTORS_H_
