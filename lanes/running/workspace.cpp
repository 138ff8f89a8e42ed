#include <riserun/lanes/running/workspace.hpp>

#include <algorithm>
#include <new>
#include <utility>

#include <riserun/lanes/kernels/lane.hpp>

namespace riserun::lanes {
namespace {

constexpr std::align_val_t kLine{64};

}  // namespace

void FreeAligned::operator()(double* p) const { ::operator delete(p, kLine); }

AlignedDoubles aligned_doubles(std::size_t count) {
  count = std::max<std::size_t>(count, kLanes);
  AlignedDoubles memory(static_cast<double*>(::operator new(count * sizeof(double), kLine)));
  std::fill_n(memory.get(), count, 0.0);
  return memory;
}

void Workspace::reserve(std::size_t count) {
  if (count <= count_) return;
  AlignedDoubles values = aligned_doubles(count), gradients = aligned_doubles(count);
  values_ = std::move(values);
  gradients_ = std::move(gradients);
  count_ = count;
  user_ = nullptr;  // the constants are gone
}

}  // namespace riserun::lanes
