#include "kernels/dispatch.h"

#include <cstdlib>
#include <cstring>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace nelumbo::kernels {

extern const KernelTable kPortableKernel;
// Null when the file of that kernel is not part of the build.
extern const KernelTable kX86AdxKernel __attribute__((weak));
extern const KernelTable kAvx512IfmaKernel __attribute__((weak));

namespace {

struct Feature {
  const char* name;
  bool present;
};

#if defined(__x86_64__)

// Bit `bit` of register `index` (eax, ebx, ecx, edx) of leaf 7.
bool has_leaf7(unsigned index, unsigned bit) {
  unsigned r[4] = {0, 0, 0, 0};
  return __get_cpuid_count(7, 0, &r[0], &r[1], &r[2], &r[3]) != 0 && ((r[index] >> bit) & 1) != 0;
}

// Whether the operating system saves all the state components in the mask (XCR0).
bool os_saves(unsigned mask) {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid(1, &a, &b, &c, &d) == 0 || ((c >> 27) & 1) == 0) {
    return false;
  }
  unsigned low = 0;
  unsigned high = 0;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (low & mask) == mask;
}

constexpr unsigned kEbx = 1;
constexpr unsigned kSseAvx = 0x06;
constexpr unsigned kSseAvxAvx512 = 0xe6;

std::vector<Feature> features() {
  const bool avx = os_saves(kSseAvx);
  const bool avx512 = os_saves(kSseAvxAvx512) && has_leaf7(kEbx, 16);
  return {{"bmi2", has_leaf7(kEbx, 8)},
          {"adx", has_leaf7(kEbx, 19)},
          {"avx2", avx && has_leaf7(kEbx, 5)},
          {"avx512f", avx512},
          {"avx512dq", avx512 && has_leaf7(kEbx, 17)},
          {"avx512bw", avx512 && has_leaf7(kEbx, 30)},
          {"avx512vl", avx512 && has_leaf7(kEbx, 31)},
          {"avx512ifma", avx512 && has_leaf7(kEbx, 21)}};
}

std::string model_name() {
  unsigned r[12];
  unsigned* out = r;
  for (unsigned leaf = 0x80000002; leaf <= 0x80000004; ++leaf, out += 4) {
    if (__get_cpuid(leaf, &out[0], &out[1], &out[2], &out[3]) == 0) {
      return "x86-64";
    }
  }
  char text[sizeof(r) + 1] = {};
  std::memcpy(text, r, sizeof(r));
  std::string name(text);
  for (char& c : name) {
    if (c == ',') {
      c = ' ';
    }
  }
  name.erase(0, name.find_first_not_of(' '));
  return name;
}

#else

std::vector<Feature> features() { return {}; }
std::string model_name() { return "generic"; }

#endif

bool has(const char* name) {
  for (const Feature& f : features()) {
    if (std::strcmp(f.name, name) == 0) {
      return f.present;
    }
  }
  return false;
}

bool has_adx() { return has("bmi2") && has("adx"); }
bool has_ifma() {
  return has_adx() && has("avx512f") && has("avx512dq") && has("avx512bw") && has("avx512vl") &&
         has("avx512ifma");
}

struct Selection {
  const KernelTable* kernel = nullptr;
  std::string problem;
};

Selection select() {
  const auto kernels = runnable_kernels();
  const char* wanted = std::getenv("NELUMBO_KERNEL");
  if (wanted == nullptr || *wanted == 0) {
    return {kernels.back(), ""};
  }
  std::string names;
  for (const KernelTable* k : kernels) {
    if (std::strcmp(k->name, wanted) == 0) {
      return {k, ""};
    }
    names += names.empty() ? k->name : std::string(", ") + k->name;
  }
  return {nullptr, "NELUMBO_KERNEL=" + std::string(wanted).substr(0, 64) +
                       " is not a kernel of this build and CPU; unset it or use one of: " + names};
}

const Selection& selection() {
  static const Selection chosen = select();
  return chosen;
}

}  // namespace

const KernelTable* active_kernel() { return selection().kernel; }

const char* selection_problem() { return selection().problem.c_str(); }

std::vector<const KernelTable*> runnable_kernels() {
  std::vector<const KernelTable*> kernels = {&kPortableKernel};
  if (&kX86AdxKernel != nullptr && has_adx()) {
    kernels.push_back(&kX86AdxKernel);
  }
  if (&kAvx512IfmaKernel != nullptr && has_ifma()) {
    kernels.push_back(&kAvx512IfmaKernel);
  }
  return kernels;
}

std::string cpu_features() {
  std::string text = model_name();
  for (const Feature& f : features()) {
    if (f.present) {
      text += std::string(",") + f.name;
    }
  }
  return text;
}

}  // namespace nelumbo::kernels
