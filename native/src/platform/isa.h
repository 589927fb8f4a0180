// Names the instruction set for which the current translation unit is compiled.
//
// Shared templates open `inline namespace NLB_ISA`, so that the copy compiled with, say, AVX-512
// flags has other symbol names than the portable one: the linker can never hand the copy of one
// instruction set to another. A kernel file defines NLB_ISA before its first include; everything
// else gets the portable copy.
#ifndef NELUMBO_PLATFORM_ISA_H_
#define NELUMBO_PLATFORM_ISA_H_

#ifndef NLB_ISA
#define NLB_ISA portable
#endif

#define NLB_INLINE inline __attribute__((always_inline))

#endif  // NELUMBO_PLATFORM_ISA_H_
