// Which instruction set this translation unit is compiled for. Everything that the set changes
// lives in an inline namespace named after it: the op templates instantiated on `Lanes` then have
// other names in each, so that the linker can never hand AVX-512 code to a processor without it,
// nor mix their ways of passing vectors.
#pragma once

#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
#define RISERUN_LANES_ISA x86_64_v4
#define RISERUN_LANES_REGISTER 8
#elif defined(__AVX2__) && defined(__FMA__)
#define RISERUN_LANES_ISA x86_64_v3
#define RISERUN_LANES_REGISTER 4
#elif defined(__SSE4_2__)
#define RISERUN_LANES_ISA x86_64_v2
#define RISERUN_LANES_REGISTER 2
#else
#define RISERUN_LANES_ISA portable
#define RISERUN_LANES_REGISTER 2
#endif
