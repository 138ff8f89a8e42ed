// The instruction sets that a folder's kernels are compiled for, one namespace each, in the order
// of Isa. For the .cpp file that declares them and holds their table; riserun_add_kernels() adds
// the others.
#pragma once

/// Applies a macro of one argument to each namespace.
#ifdef RISERUN_X86_64_LEVELS
#define RISERUN_FOR_EACH_ISA(apply) \
  apply(portable) apply(x86_64_v2) apply(x86_64_v3) apply(x86_64_v4)
#else
#define RISERUN_FOR_EACH_ISA(apply) apply(portable)
#endif
