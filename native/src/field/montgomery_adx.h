// Montgomery's product with mulx, adcx and adox, for files compiled with -mbmi2 -madx.
//
// The scheme is that of montgomery.h; the two carry flags let the low and the high words of a row be
// added without waiting for one another, which no compiler does by itself.
#ifndef NELUMBO_FIELD_MONTGOMERY_ADX_H_
#define NELUMBO_FIELD_MONTGOMERY_ADX_H_

#include "field/limbs.h"

namespace nelumbo::field {
inline namespace NLB_ISA {

// t = a b[0]: the first row has nothing to add to.
#define NLB_FIRST_BEGIN     \
  "movq 0(%[b]), %%rdx\n\t" \
  "xorl %%eax, %%eax\n\t"   \
  "mulxq 0(%[a]), %[t0], %[t1]\n\t"
#define NLB_FIRST_STEP(j, next)            \
  "mulxq " #j "*8(%[a]), %%rax, %[t" #next \
  "]\n\t"                                  \
  "adcxq %%rax, %[t" #j "]\n\t"
#define NLB_FIRST_LAST(j)      \
  "mulxq " #j                  \
  "*8(%[a]), %%rax, %[hi]\n\t" \
  "adcxq %%rax, %[t" #j        \
  "]\n\t"                      \
  "movl $0, %%eax\n\t"         \
  "adcxq %%rax, %[hi]\n\t"
// (hi, t) = t + a b[i].
#define NLB_ROW_BEGIN(i)            \
  "movq " #i                        \
  "*8(%[b]), %%rdx\n\t"             \
  "xorl %%eax, %%eax\n\t"           \
  "mulxq 0(%[a]), %%rax, %[hi]\n\t" \
  "adoxq %%rax, %[t0]\n\t"
#define NLB_ROW_STEP(j)        \
  "adcxq %[hi], %[t" #j        \
  "]\n\t"                      \
  "mulxq " #j                  \
  "*8(%[a]), %%rax, %[hi]\n\t" \
  "adoxq %%rax, %[t" #j "]\n\t"
#define NLB_ROW_END        \
  "movl $0, %%eax\n\t"     \
  "adcxq %%rax, %[hi]\n\t" \
  "adoxq %%rax, %[hi]\n\t"
// t = ((hi, t) + m p) / 2^64 with m such that the division is exact.
#define NLB_REDUCE_BEGIN         \
  "movq %[t0], %%rdx\n\t"        \
  "imulq %[inverse], %%rdx\n\t"  \
  "xorl %%eax, %%eax\n\t"        \
  "mulxq %[p0], %%rax, %[q]\n\t" \
  "adcxq %[t0], %%rax\n\t"       \
  "movq %[q], %[t0]\n\t"
#define NLB_REDUCE_STEP(before, j)  \
  "adcxq %[t" #j "], %[t" #before   \
  "]\n\t"                           \
  "mulxq %[p" #j "], %%rax, %[t" #j \
  "]\n\t"                           \
  "adoxq %%rax, %[t" #before "]\n\t"
#define NLB_REDUCE_END(last) \
  "movl $0, %%eax\n\t"       \
  "adcxq %%rax, %[t" #last   \
  "]\n\t"                    \
  "adoxq %[hi], %[t" #last "]\n\t"

#define NLB_REDUCE_4                                                                 \
  NLB_REDUCE_BEGIN NLB_REDUCE_STEP(0, 1) NLB_REDUCE_STEP(1, 2) NLB_REDUCE_STEP(2, 3) \
      NLB_REDUCE_END(3)
#define NLB_ROW_4(i) \
  NLB_ROW_BEGIN(i) NLB_ROW_STEP(1) NLB_ROW_STEP(2) NLB_ROW_STEP(3) NLB_ROW_END NLB_REDUCE_4
#define NLB_REDUCE_6                                                                 \
  NLB_REDUCE_BEGIN NLB_REDUCE_STEP(0, 1) NLB_REDUCE_STEP(1, 2) NLB_REDUCE_STEP(2, 3) \
      NLB_REDUCE_STEP(3, 4) NLB_REDUCE_STEP(4, 5) NLB_REDUCE_END(5)
#define NLB_ROW_6(i) \
  NLB_ROW_BEGIN(i)   \
  NLB_ROW_STEP(1)    \
  NLB_ROW_STEP(2) NLB_ROW_STEP(3) NLB_ROW_STEP(4) NLB_ROW_STEP(5) NLB_ROW_END NLB_REDUCE_6

// r = a b / R, below 2 p for a < 2 p and b < 2 p when 4 p < R, and for a < p and any b. The
// modulus must leave its top bit free.
template <class P>
NLB_INLINE void montgomery_product_adx(Limbs<4>& r, const Limbs<4>& a, const Limbs<4>& b,
                                       std::uint64_t inverse) {
  std::uint64_t t0, t1, t2, t3, hi, q;
  __asm__(
      NLB_FIRST_BEGIN NLB_FIRST_STEP(1, 2) NLB_FIRST_STEP(2, 3) NLB_FIRST_LAST(3)
          NLB_REDUCE_4 NLB_ROW_4(1) NLB_ROW_4(2) NLB_ROW_4(3)
      : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [hi] "=&r"(hi), [q] "=&r"(q)
      : [a] "r"(a.data()), [b] "r"(b.data()), [inverse] "rm"(inverse), [p0] "m"(P::kModulus[0]),
        [p1] "m"(P::kModulus[1]), [p2] "m"(P::kModulus[2]), [p3] "m"(P::kModulus[3]), "m"(a), "m"(b)
      : "rax", "rdx", "cc");
  r = {t0, t1, t2, t3};
}

template <class P>
NLB_INLINE void montgomery_product_adx(Limbs<6>& r, const Limbs<6>& a, const Limbs<6>& b,
                                       std::uint64_t inverse) {
  std::uint64_t t0, t1, t2, t3, t4, t5, hi, q;
  __asm__(NLB_FIRST_BEGIN NLB_FIRST_STEP(1, 2) NLB_FIRST_STEP(2, 3) NLB_FIRST_STEP(3, 4)
              NLB_FIRST_STEP(4, 5) NLB_FIRST_LAST(5) NLB_REDUCE_6 NLB_ROW_6(1) NLB_ROW_6(2)
                  NLB_ROW_6(3) NLB_ROW_6(4) NLB_ROW_6(5)
          : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4),
            [t5] "=&r"(t5), [hi] "=&r"(hi), [q] "=&r"(q)
          : [a] "r"(a.data()), [b] "r"(b.data()), [inverse] "rm"(inverse), [p0] "m"(P::kModulus[0]),
            [p1] "m"(P::kModulus[1]), [p2] "m"(P::kModulus[2]), [p3] "m"(P::kModulus[3]),
            [p4] "m"(P::kModulus[4]), [p5] "m"(P::kModulus[5]), "m"(a), "m"(b)
          : "rax", "rdx", "cc");
  r = {t0, t1, t2, t3, t4, t5};
}

// t - p if t >= p, for t < 2 p: a subtraction and conditional moves, without a mask.
template <class P>
NLB_INLINE void reduce_once_adx(Limbs<4>& t) {
  std::uint64_t s0 = t[0], s1 = t[1], s2 = t[2], s3 = t[3];
  __asm__(
      "subq %[p0], %[s0]\n\t"
      "sbbq %[p1], %[s1]\n\t"
      "sbbq %[p2], %[s2]\n\t"
      "sbbq %[p3], %[s3]\n\t"
      "cmovcq %[t0], %[s0]\n\t"
      "cmovcq %[t1], %[s1]\n\t"
      "cmovcq %[t2], %[s2]\n\t"
      "cmovcq %[t3], %[s3]\n\t"
      : [s0] "+&r"(s0), [s1] "+&r"(s1), [s2] "+&r"(s2), [s3] "+&r"(s3)
      : [t0] "rm"(t[0]), [t1] "rm"(t[1]), [t2] "rm"(t[2]), [t3] "rm"(t[3]),
        [p0] "m"(P::kModulus[0]), [p1] "m"(P::kModulus[1]), [p2] "m"(P::kModulus[2]),
        [p3] "m"(P::kModulus[3])
      : "cc");
  t = {s0, s1, s2, s3};
}

template <class P>
NLB_INLINE void reduce_once_adx(Limbs<6>& t) {
  std::uint64_t s0 = t[0], s1 = t[1], s2 = t[2], s3 = t[3], s4 = t[4], s5 = t[5];
  __asm__(
      "subq %[p0], %[s0]\n\t"
      "sbbq %[p1], %[s1]\n\t"
      "sbbq %[p2], %[s2]\n\t"
      "sbbq %[p3], %[s3]\n\t"
      "sbbq %[p4], %[s4]\n\t"
      "sbbq %[p5], %[s5]\n\t"
      "cmovcq %[t0], %[s0]\n\t"
      "cmovcq %[t1], %[s1]\n\t"
      "cmovcq %[t2], %[s2]\n\t"
      "cmovcq %[t3], %[s3]\n\t"
      "cmovcq %[t4], %[s4]\n\t"
      "cmovcq %[t5], %[s5]\n\t"
      :
      [s0] "+&r"(s0), [s1] "+&r"(s1), [s2] "+&r"(s2), [s3] "+&r"(s3), [s4] "+&r"(s4), [s5] "+&r"(s5)
      : [t0] "rm"(t[0]), [t1] "rm"(t[1]), [t2] "rm"(t[2]), [t3] "rm"(t[3]), [t4] "rm"(t[4]),
        [t5] "rm"(t[5]), [p0] "m"(P::kModulus[0]), [p1] "m"(P::kModulus[1]),
        [p2] "m"(P::kModulus[2]), [p3] "m"(P::kModulus[3]), [p4] "m"(P::kModulus[4]),
        [p5] "m"(P::kModulus[5])
      : "cc");
  t = {s0, s1, s2, s3, s4, s5};
}

#undef NLB_FIRST_BEGIN
#undef NLB_FIRST_STEP
#undef NLB_FIRST_LAST
#undef NLB_ROW_BEGIN
#undef NLB_ROW_STEP
#undef NLB_ROW_END
#undef NLB_REDUCE_BEGIN
#undef NLB_REDUCE_STEP
#undef NLB_REDUCE_END
#undef NLB_REDUCE_4
#undef NLB_ROW_4
#undef NLB_REDUCE_6
#undef NLB_ROW_6

}  // namespace NLB_ISA
}  // namespace nelumbo::field

#endif  // NELUMBO_FIELD_MONTGOMERY_ADX_H_
