#include <riserun/lanes/planning/places.hpp>

#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/lanes/kernels/lane.hpp>

namespace riserun::lanes {

Places::Places(const Recording& recording, std::size_t packs)
    : recording_(recording), packs_(packs), nodes_(recording.nodes().size(), kNone) {
  take(recording.inputs());
}

std::uint32_t Places::take(std::size_t numbers) {
  const std::size_t size = size_ + numbers * packs_;
  if (size > 0xFFFFFFFFu / kLanes)
    throw TapeError("the recording is too large for lanes; use fewer packs or the scalar engine");
  return std::exchange(size_, static_cast<std::uint32_t>(size));
}

std::uint32_t Places::of(Ref ref) {
  switch (ref.source()) {
    case Source::node:
      return nodes_[ref.index()];
    case Source::input:
      return static_cast<std::uint32_t>(ref.index() * packs_);
    default:
      break;
  }
  const auto [at, is_new] = fixed_.try_emplace(ref.bits(), size_);
  if (is_new) {
    take(1);
    if (ref.is(Source::parameter))
      parameters_.push_back({at->second, ref.index(), 0.0});
    else
      constants_.push_back({at->second, 0, recording_.constant(ref)});
  }
  return at->second;
}

void Places::reserve_row(std::span<const Ref> nodes) {
  std::uint32_t place = take(nodes.size());
  for (const Ref ref : nodes) {
    set(ref.index(), place);
    place += static_cast<std::uint32_t>(packs_);
  }
}

std::optional<std::uint32_t> Places::row_of(std::span<const Ref> refs) {
  const std::uint32_t first = of(refs[0]);
  for (std::size_t i = 1; i < refs.size(); ++i)
    if (of(refs[i]) != first + i * packs_) return std::nullopt;
  return first;
}

}  // namespace riserun::lanes
