// `Recording`: the graph of a loss for one data point, in which the point's inputs and the
// parameters have no value yet.
//
// A loss is recorded once, on `Number`s (recorded_number.hpp), and evaluated for many points at a
// time. Only ops are nodes: an operand is an earlier node, a parameter, one of the point's inputs,
// or a constant.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

namespace riserun::lanes {

enum class Source : std::uint32_t { node, parameter, input, constant };

/// An operand: where it comes from and which it is.
class Ref {
 public:
  constexpr Ref() = default;
  constexpr Ref(Source source, std::size_t index)
      : bits_(static_cast<std::uint32_t>(source) << 30 | static_cast<std::uint32_t>(index)) {}
  [[nodiscard]] constexpr Source source() const { return static_cast<Source>(bits_ >> 30); }
  [[nodiscard]] constexpr std::uint32_t index() const { return bits_ & kMostNodes; }
  [[nodiscard]] constexpr bool is(Source source) const { return this->source() == source; }
  [[nodiscard]] constexpr std::uint32_t bits() const { return bits_; }
  friend constexpr auto operator<=>(Ref, Ref) = default;

  static constexpr std::uint32_t kMostNodes = (1u << 30) - 1;

 private:
  std::uint32_t bits_ = 0;
};

/// One op applied to operands; those of a variadic op are listed in the recording. Or a lookup in a
/// table of parameters: the parameter x[1] + label * begin, where the label x[0] is one of the
/// point's inputs and below `count`.
struct Node {
  static constexpr std::uint16_t kVariadicArity = 0xFFFF;
  static constexpr std::uint16_t kLookup = 0xFFFF;  // as op

  std::uint16_t op;                    // number in the op table (lane_op_table.hpp), or kLookup
  std::uint16_t arity;                 // 1, 2, 3 or kVariadicArity
  Ref x[3];                            // unused by a variadic op
  std::uint32_t begin = 0, count = 0;  // of a variadic op: where its operands are listed

  [[nodiscard]] bool is_lookup() const { return op == kLookup; }

  friend bool operator==(const Node&, const Node&) = default;
};

class Recording {
 public:
  /// `parameters` and `inputs`: how many there are, the latter of a point.
  Recording(std::size_t parameters, std::size_t inputs) : parameters_(parameters), inputs_(inputs) {
    // Most graphs have a product and a sum for each parameter.
    nodes_.reserve(std::min<std::size_t>(2 * parameters + 64, std::size_t{1} << 20));
  }

  /// The recording that Numbers of this thread go to; throws TapeError when there is none.
  static Recording& current();

  /// In the order of recording: each node comes after its operands.
  [[nodiscard]] const std::vector<Node>& nodes() const { return nodes_; }
  [[nodiscard]] std::span<const Ref> operands(const Node& node) const {
    if (node.arity == Node::kVariadicArity)
      return std::span(operands_).subspan(node.begin, node.count);
    return {node.x, node.arity};
  }
  [[nodiscard]] double constant(Ref ref) const { return constants_[ref.index()]; }
  [[nodiscard]] const std::vector<double>& constants() const { return constants_; }
  [[nodiscard]] std::size_t parameters() const { return parameters_; }
  [[nodiscard]] std::size_t inputs() const { return inputs_; }

  /// What is differentiated.
  [[nodiscard]] Ref loss() const { return loss_; }
  /// 1 where the point was classified right, 0 elsewhere; meaningless unless counts_correct().
  [[nodiscard]] Ref correct() const { return correct_; }
  [[nodiscard]] bool counts_correct() const { return counts_correct_; }

  /// An input that chooses among `classes` things: it must be a whole number below that.
  struct Label {
    std::uint32_t input;
    std::uint32_t classes;
    friend bool operator==(Label, Label) = default;
  };
  [[nodiscard]] const std::vector<Label>& labels() const { return labels_; }

  /// Whether both are the same computation, op by op, with the same bits in their constants.
  [[nodiscard]] bool same_graph(const Recording& other) const;

  // ---- while recording --------------------------------------------------------------------

  Ref add(std::uint16_t op, std::span<const Ref> operands);
  Ref add_variadic(std::uint16_t op, std::span<const Ref> operands);
  /// The parameter first + label * step, for each point by its label, which is below `rows`.
  Ref add_lookup(Ref label, std::size_t first, std::size_t step, std::size_t rows);
  Ref add_constant(double value);
  void add_label(Ref input, std::size_t classes);
  void set_loss(Ref loss) { loss_ = loss; }
  void set_correct(Ref correct) {
    correct_ = correct;
    counts_correct_ = true;
  }

 private:
  friend class RecordingScope;
  void require_room() const;

  std::size_t parameters_, inputs_;
  std::vector<Node> nodes_;
  std::vector<Ref> operands_;
  std::vector<double> constants_;
  std::unordered_map<std::uint64_t, std::uint32_t> constant_numbers_;  // by their bits
  std::vector<Label> labels_;
  Ref loss_{}, correct_{};
  bool counts_correct_ = false;

  static constinit thread_local Recording* current_;
};

/// Makes a recording this thread's current one for a scope; the one before is current again after
/// it.
class RecordingScope {
 public:
  explicit RecordingScope(Recording& recording);
  ~RecordingScope();
  RecordingScope(const RecordingScope&) = delete;
  RecordingScope& operator=(const RecordingScope&) = delete;

 private:
  Recording* previous_;
};

}  // namespace riserun::lanes
