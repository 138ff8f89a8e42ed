// The instruction set that a file is compiled for, as the compiler's own macros tell it.
//
// RISERUN_REGISTER_DOUBLES: the doubles that a vector register holds.
// RISERUN_COMPILED_ISA: a namespace for what the set changes in templates and inline functions.
// They then have other names in each set, so that the linker can never hand AVX-512 code to a
// processor without it, nor mix the ways in which sets pass vectors.
#pragma once

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#define RISERUN_COMPILED_ISA compiled_for_x86_64_v4
#define RISERUN_REGISTER_DOUBLES 8
#elif defined(__AVX2__) && defined(__FMA__)
#define RISERUN_COMPILED_ISA compiled_for_x86_64_v3
#define RISERUN_REGISTER_DOUBLES 4
#elif defined(__SSE4_2__)
#define RISERUN_COMPILED_ISA compiled_for_x86_64_v2
#define RISERUN_REGISTER_DOUBLES 2
#else
#define RISERUN_COMPILED_ISA compiled_for_portable
#define RISERUN_REGISTER_DOUBLES 2
#endif
