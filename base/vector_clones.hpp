// One portable binary: a loop compiled for several vector widths, chosen when the program starts.
#pragma once

// Elementwise loops give the same bits at any width (contraction to FMA is off for all targets).
// Sanitizers cannot run before the choice is made, so their builds have the plain loop alone.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__OPTIMIZE__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define RISERUN_VECTOR_CLONES
#endif
#endif
#ifndef RISERUN_VECTOR_CLONES
#define RISERUN_VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#endif
#else
#define RISERUN_VECTOR_CLONES
#endif
