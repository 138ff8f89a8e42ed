#include <riserun/lanes/recording/recording.hpp>

#include <algorithm>
#include <bit>
#include <string>

#include <riserun/base/errors.hpp>

namespace riserun::lanes {

constinit thread_local Recording* Recording::current_ = nullptr;

RecordingScope::RecordingScope(Recording& recording)
    : previous_(std::exchange(Recording::current_, &recording)) {}
RecordingScope::~RecordingScope() { Recording::current_ = previous_; }

Recording& Recording::current() {
  if (current_ == nullptr)
    throw TapeError(
        "a lanes::Number was computed with outside of a recording; record() makes one around the "
        "loss");
  return *current_;
}

bool Recording::same_graph(const Recording& other) const {
  const auto same_bits = [](double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
  };
  return parameters_ == other.parameters_ && inputs_ == other.inputs_ && nodes_ == other.nodes_ &&
         operands_ == other.operands_ && labels_ == other.labels_ && loss_ == other.loss_ &&
         correct_ == other.correct_ && counts_correct_ == other.counts_correct_ &&
         std::ranges::equal(constants_, other.constants_, same_bits);
}

void Recording::require_room() const {
  if (nodes_.size() >= Ref::kMostNodes)
    throw TapeError("a recording can have " + std::to_string(Ref::kMostNodes) + " nodes at most");
}

Ref Recording::add(std::uint16_t op, std::span<const Ref> operands) {
  require_room();
  Node node{.op = op, .arity = static_cast<std::uint16_t>(operands.size()), .x = {}};
  for (std::size_t k = 0; k < operands.size(); ++k) node.x[k] = operands[k];
  nodes_.push_back(node);
  return {Source::node, nodes_.size() - 1};
}

Ref Recording::add_variadic(std::uint16_t op, std::span<const Ref> operands) {
  require_room();
  nodes_.push_back({.op = op,
                    .arity = Node::kVariadicArity,
                    .x = {},
                    .begin = static_cast<std::uint32_t>(operands_.size()),
                    .count = static_cast<std::uint32_t>(operands.size())});
  operands_.insert(operands_.end(), operands.begin(), operands.end());
  return {Source::node, nodes_.size() - 1};
}

Ref Recording::add_lookup(Ref label, std::size_t first, std::size_t step, std::size_t rows) {
  require_room();
  nodes_.push_back({.op = Node::kLookup,
                    .arity = 2,
                    .x = {label, Ref(Source::parameter, first)},
                    .begin = static_cast<std::uint32_t>(step),
                    .count = static_cast<std::uint32_t>(rows)});
  return {Source::node, nodes_.size() - 1};
}

Ref Recording::add_constant(double value) {
  const auto number = static_cast<std::uint32_t>(constants_.size());
  const auto [at, is_new] =
      constant_numbers_.try_emplace(std::bit_cast<std::uint64_t>(value), number);
  if (is_new) constants_.push_back(value);
  return {Source::constant, at->second};
}

void Recording::add_label(Ref input, std::size_t classes) {
  if (!input.is(Source::input))
    throw ShapeError(
        "a label must be one of the point's numbers: a computed one cannot be checked before it "
        "chooses");
  const Label label{input.index(), static_cast<std::uint32_t>(classes)};
  if (labels_.empty() || labels_.back() != label) labels_.push_back(label);
}

}  // namespace riserun::lanes
