// Kernels: hot loops compiled once for each instruction set.
//
// The loops are in a file NAME_kernels.inc, which riserun_add_kernels() of CMake compiles once for
// each set. RISERUN_KERNEL_ISA is the set's name, as in Isa; the file ends with its table,
//
//   namespace riserun::FOLDER::RISERUN_KERNEL_ISA {
//   extern const Table kKernels;
//   const Table kKernels{sweep, add};
//   }
//
// Such a file must not use functions that other files have too, such as the standard library's
// inline ones: the copy that the linker keeps could be the one for AVX-512.
#pragma once

#include <cstddef>

#include <riserun/base/isa.hpp>

/// Applies a macro to each set and further arguments, in the order of Isa.
#ifdef RISERUN_X86_64_LEVELS
#define RISERUN_FOR_EACH_ISA(apply, ...)                                                   \
  apply(portable, __VA_ARGS__) apply(x86_64_v2, __VA_ARGS__) apply(x86_64_v3, __VA_ARGS__) \
      apply(x86_64_v4, __VA_ARGS__)
#else
#define RISERUN_FOR_EACH_ISA(apply, ...) apply(portable, __VA_ARGS__)
#endif

#define RISERUN_DECLARE_KERNELS(isa, Table) \
  namespace isa {                           \
  extern const Table kKernels;              \
  }
#define RISERUN_ADDRESS_OF_KERNELS(isa, Table) &isa::kKernels,

/// Defines `const Table& function(Isa isa)`, the tables of all sets, in the folder's namespace.
#define RISERUN_DEFINE_KERNELS_OF(Table, function)                \
  RISERUN_FOR_EACH_ISA(RISERUN_DECLARE_KERNELS, Table)            \
  const Table& function(Isa isa) {                                \
    static constexpr const Table* kAll[] = {                      \
        RISERUN_FOR_EACH_ISA(RISERUN_ADDRESS_OF_KERNELS, Table)}; \
    return *kAll[static_cast<std::size_t>(isa)];                  \
  }
