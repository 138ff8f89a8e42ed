#include <riserun/lanes/recognising/gradient_flow.hpp>

#include <algorithm>

#include <riserun/lanes/kernels/lane_op_table.hpp>

namespace riserun::lanes {
namespace {

// Ops whose slope is 0 everywhere: no gradient flows through them.
bool is_flat(std::uint16_t op) {
  static constexpr std::uint16_t kFlat[] = {kOpNumber<own::Less>,    kOpNumber<own::LessEqual>,
                                            kOpNumber<own::Equal>,   kOpNumber<own::NotEqual>,
                                            kOpNumber<own::ValueOf>, kOpNumber<own::IsLargest>};
  return std::ranges::find(kFlat, op) != std::end(kFlat);
}

}  // namespace

std::vector<bool> find_active(const Recording& recording) {
  const auto& nodes = recording.nodes();
  std::vector<bool> varies(nodes.size()), counts(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i)
    varies[i] =
        !is_flat(nodes[i].op) && std::ranges::any_of(recording.operands(nodes[i]), [&](Ref x) {
          return x.is(Source::parameter) || (x.is(Source::node) && varies[x.index()]);
        });
  if (recording.loss().is(Source::node)) counts[recording.loss().index()] = true;
  for (std::size_t i = nodes.size(); i-- > 0;) {
    counts[i] = counts[i] && varies[i];
    if (!counts[i]) continue;
    for (const Ref x : recording.operands(nodes[i]))
      if (x.is(Source::node)) counts[x.index()] = true;
  }
  return counts;
}

}  // namespace riserun::lanes
