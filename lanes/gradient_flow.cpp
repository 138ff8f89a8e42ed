#include "lanes/gradient_flow.hpp"

#include <algorithm>

#include "lanes/op_table.hpp"

namespace riserun::lanes {
namespace {

// Ops whose slope is 0 everywhere: no gradient goes through.
bool is_flat(std::uint16_t op) {
  static constexpr std::uint16_t kFlat[] = {kOpNumber<own::Less>,    kOpNumber<own::LessEqual>,
                                            kOpNumber<own::Equal>,   kOpNumber<own::NotEqual>,
                                            kOpNumber<own::ValueOf>, kOpNumber<own::IsLargest>};
  return std::ranges::find(kFlat, op) != std::end(kFlat);
}

// Visits every weight of the layer, or every bias, by number, until visit says no.
template <class Visit>
bool all_weights(const LayerStep& layer, const Visit& visit) {
  for (std::size_t o = 0; o < layer.outputs; ++o)
    for (std::size_t i = 0; i < layer.inputs; ++i)
      if (!visit(layer.weight + o * layer.output_step + i * layer.input_step)) return false;
  return true;
}
template <class Visit>
bool all_biases(const LayerStep& layer, const Visit& visit) {
  for (std::size_t o = 0; layer.has_bias && o < layer.outputs; ++o)
    if (!visit(layer.bias_of(o))) return false;
  return true;
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

std::vector<IndexRange> share_parameters(std::vector<LayerStep>& layers,
                                         const std::vector<std::uint32_t>& by_ops,
                                         std::size_t parameters) {
  std::vector<std::uint8_t> writers(parameters);
  const auto count = [&](std::size_t p) {
    if (writers[p] < 2) ++writers[p];
    return true;
  };
  for (const std::uint32_t p : by_ops) count(p), count(p);
  for (const LayerStep& layer : layers)
    if (layer.active) all_weights(layer, count), all_biases(layer, count);

  std::vector<bool> set(parameters);
  const auto is_alone = [&](std::size_t p) { return writers[p] == 1; };
  const auto mark = [&](std::size_t p) { return set[p] = true, true; };
  for (LayerStep& layer : layers) {
    layer.sets_weights = layer.active && all_weights(layer, is_alone);
    layer.sets_biases = layer.active && all_biases(layer, is_alone);
    if (layer.sets_weights) all_weights(layer, mark);
    if (layer.sets_biases) all_biases(layer, mark);
  }
  return gaps(set);
}

std::vector<IndexRange> gaps(const std::vector<bool>& marks) {
  std::vector<IndexRange> found;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (marks[i]) continue;
    if (i == 0 || marks[i - 1]) found.push_back({i, i});
    found.back().end = i + 1;
  }
  return found;
}

}  // namespace riserun::lanes
