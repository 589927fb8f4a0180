// Double-length products and reductions of BLS12-381's base field with mulx, adcx and adox, for
// kernels/x86_adx.cpp only: the parts of a product in Fp2.
//
// Include before anything else that uses the field: these specialisations take the place of the
// portable functions. Two carry chains run side by side, one in CF and one in OF (E. Ozturk et al.,
// "New instructions supporting large integer arithmetic on Intel architecture processors", 2012).
#ifndef NELUMBO_KERNELS_X86_ADX_WIDE_H_
#define NELUMBO_KERNELS_X86_ADX_WIDE_H_

#include "field/montgomery.h"
#include "field/params.h"

// (t0..t5) += a b and top = the carry word, for b in rdx and a at [a].
#define NLB_ADX_MUL_ROW(t0, t1, t2, t3, t4, t5, top)      \
  "xorq %[x], %[x]\n\t"                                   \
  "mulxq 0(%[a]), %[x], %[" top "]\n\tadoxq %[x], %[" t0  \
  "]\n\t"                                                 \
  "adcxq %[" top "], %[" t1                               \
  "]\n\t"                                                 \
  "mulxq 8(%[a]), %[x], %[" top "]\n\tadoxq %[x], %[" t1  \
  "]\n\t"                                                 \
  "adcxq %[" top "], %[" t2                               \
  "]\n\t"                                                 \
  "mulxq 16(%[a]), %[x], %[" top "]\n\tadoxq %[x], %[" t2 \
  "]\n\t"                                                 \
  "adcxq %[" top "], %[" t3                               \
  "]\n\t"                                                 \
  "mulxq 24(%[a]), %[x], %[" top "]\n\tadoxq %[x], %[" t3 \
  "]\n\t"                                                 \
  "adcxq %[" top "], %[" t4                               \
  "]\n\t"                                                 \
  "mulxq 32(%[a]), %[x], %[" top "]\n\tadoxq %[x], %[" t4 \
  "]\n\t"                                                 \
  "adcxq %[" top "], %[" t5                               \
  "]\n\t"                                                 \
  "mulxq 40(%[a]), %[x], %[" top "]\n\tadoxq %[x], %[" t5 \
  "]\n\t"                                                 \
  "movl $0, %k[x]\n\tadcxq %[x], %[" top "]\n\tadoxq %[x], %[" top "]\n\t"

// (t0..t5) = a b and top = the high word, for b in rdx and a at [a].
#define NLB_ADX_FIRST_ROW(t0, t1, t2, t3, t4, t5, top)    \
  "xorq %[x], %[x]\n\t"                                   \
  "mulxq 0(%[a]), %[" t0 "], %[" t1                       \
  "]\n\t"                                                 \
  "mulxq 8(%[a]), %[x], %[" t2 "]\n\tadoxq %[x], %[" t1   \
  "]\n\t"                                                 \
  "mulxq 16(%[a]), %[x], %[" t3 "]\n\tadoxq %[x], %[" t2  \
  "]\n\t"                                                 \
  "mulxq 24(%[a]), %[x], %[" t4 "]\n\tadoxq %[x], %[" t3  \
  "]\n\t"                                                 \
  "mulxq 32(%[a]), %[x], %[" t5 "]\n\tadoxq %[x], %[" t4  \
  "]\n\t"                                                 \
  "mulxq 40(%[a]), %[x], %[" top "]\n\tadoxq %[x], %[" t5 \
  "]\n\t"                                                 \
  "movl $0, %k[x]\n\tadoxq %[x], %[" top "]\n\t"

// (t0..t5) = (t0..t5 + top 2^384 + m p) / 2^64 with m = -t0 / p mod 2^64; top may be "zero".
#define NLB_ADX_REDUCE_ROW(top)                          \
  "movq %[inv], %%rdx\n\timulq %[t0], %%rdx\n\t"         \
  "xorq %[x], %[x]\n\t"                                  \
  "mulxq 0(%[p]), %[x], %[y]\n\tadcxq %[t0], %[x]\n\t"   \
  "movq %[y], %[t0]\n\tadcxq %[t1], %[t0]\n\t"           \
  "mulxq 8(%[p]), %[x], %[t1]\n\tadoxq %[x], %[t0]\n\t"  \
  "adcxq %[t2], %[t1]\n\t"                               \
  "mulxq 16(%[p]), %[x], %[t2]\n\tadoxq %[x], %[t1]\n\t" \
  "adcxq %[t3], %[t2]\n\t"                               \
  "mulxq 24(%[p]), %[x], %[t3]\n\tadoxq %[x], %[t2]\n\t" \
  "adcxq %[t4], %[t3]\n\t"                               \
  "mulxq 32(%[p]), %[x], %[t4]\n\tadoxq %[x], %[t3]\n\t" \
  "adcxq %[t5], %[t4]\n\t"                               \
  "mulxq 40(%[p]), %[x], %[t5]\n\tadoxq %[x], %[t4]\n\t" \
  "movl $0, %k[x]\n\tadcxq %[x], %[t5]\n\tadoxq " top ", %[t5]\n\t"

namespace nelumbo::field {
inline namespace NLB_ISA {

template <>
NLB_INLINE void mul_wide<6>(Limbs<12>& r, const Limbs<6>& a, const Limbs<6>& b) {
  std::uint64_t t0, t1, t2, t3, t4, t5, top, x;
  __asm__("movq 0(%[b]), %%rdx\n\t"                                     //
          NLB_ADX_FIRST_ROW("t0", "t1", "t2", "t3", "t4", "t5", "top")  //
          "movq %[t0], 0(%[r])\n\tmovq 8(%[b]), %%rdx\n\t"              //
          NLB_ADX_MUL_ROW("t1", "t2", "t3", "t4", "t5", "top", "t0")    //
          "movq %[t1], 8(%[r])\n\tmovq 16(%[b]), %%rdx\n\t"             //
          NLB_ADX_MUL_ROW("t2", "t3", "t4", "t5", "top", "t0", "t1")    //
          "movq %[t2], 16(%[r])\n\tmovq 24(%[b]), %%rdx\n\t"            //
          NLB_ADX_MUL_ROW("t3", "t4", "t5", "top", "t0", "t1", "t2")    //
          "movq %[t3], 24(%[r])\n\tmovq 32(%[b]), %%rdx\n\t"            //
          NLB_ADX_MUL_ROW("t4", "t5", "top", "t0", "t1", "t2", "t3")    //
          "movq %[t4], 32(%[r])\n\tmovq 40(%[b]), %%rdx\n\t"            //
          NLB_ADX_MUL_ROW("t5", "top", "t0", "t1", "t2", "t3", "t4")    //
          "movq %[t5], 40(%[r])\n\tmovq %[top], 48(%[r])\n\t"           //
          "movq %[t0], 56(%[r])\n\tmovq %[t1], 64(%[r])\n\t"            //
          "movq %[t2], 72(%[r])\n\tmovq %[t3], 80(%[r])\n\t"            //
          "movq %[t4], 88(%[r])\n\t"
          : [t0] "=&r"(t0), [t1] "=&r"(t1), [t2] "=&r"(t2), [t3] "=&r"(t3), [t4] "=&r"(t4),
            [t5] "=&r"(t5), [top] "=&r"(top), [x] "=&r"(x), "=m"(r)
          : [a] "r"(a.data()), [b] "r"(b.data()), [r] "r"(r.data()), "m"(a), "m"(b)
          : "rdx", "cc");
}

template <>
NLB_INLINE void Montgomery<Bls12381FpParams>::reduce_wide(L& r, L2 t) {
  std::uint64_t t0 = t[0], t1 = t[1], t2 = t[2], t3 = t[3], t4 = t[4], t5 = t[5], x, y;
  const std::uint64_t zero = 0;
  __asm__(
      NLB_ADX_REDUCE_ROW("%[zero]")  //
      NLB_ADX_REDUCE_ROW("%[zero]")  //
      NLB_ADX_REDUCE_ROW("%[zero]")  //
      NLB_ADX_REDUCE_ROW("%[zero]")  //
      NLB_ADX_REDUCE_ROW("%[zero]")  //
      NLB_ADX_REDUCE_ROW("%[zero]")
      : [t0] "+&r"(t0), [t1] "+&r"(t1), [t2] "+&r"(t2), [t3] "+&r"(t3), [t4] "+&r"(t4),
        [t5] "+&r"(t5), [x] "=&r"(x), [y] "=&r"(y)
      : [p] "r"(Bls12381FpParams::kModulus.data()), [inv] "m"(kNegatedInverse), [zero] "r"(zero),
        "m"(Bls12381FpParams::kModulus)
      : "rdx", "cc");
  // The low half has become at most p, and the high half is below p.
  const L low{t0, t1, t2, t3, t4, t5};
  const L high{t[6], t[7], t[8], t[9], t[10], t[11]};
  add(r, low, high);
  reduce_once(r);
}

}  // namespace NLB_ISA
}  // namespace nelumbo::field

#undef NLB_ADX_MUL_ROW
#undef NLB_ADX_FIRST_ROW
#undef NLB_ADX_REDUCE_ROW

#endif  // NELUMBO_KERNELS_X86_ADX_WIDE_H_
