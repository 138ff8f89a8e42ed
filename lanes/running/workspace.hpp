// `Workspace`: memory for values and gradients that executors share.
#pragma once

#include <cstddef>
#include <memory>

namespace riserun::lanes {

/// Doubles that begin at a multiple of 64 bytes, as the kernels need them.
struct FreeAligned {
  void operator()(double* p) const;
};
using AlignedDoubles = std::unique_ptr<double[], FreeAligned>;
/// `count` zeros; a few where it is 0.
[[nodiscard]] AlignedDoubles aligned_doubles(std::size_t count);

/// Memory that executors on one thread may share, one after the other: forward() overwrites what
/// another executor's forward() has left. It is as large as the largest of them needs, so that
/// plans used by turns stay in the nearest caches.
class Workspace {
 public:
  Workspace() = default;

 private:
  friend class Executor;
  void reserve(std::size_t count);

  AlignedDoubles values_, gradients_;
  std::size_t count_ = 0;
  const void* user_ = nullptr;  // the executor whose constants it holds
};

}  // namespace riserun::lanes
