#include <riserun/core/drawing/backward_steps.hpp>

#include <algorithm>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/core/derivatives/second_order.hpp>
#include <riserun/core/drawing/dot_writer.hpp>
#include <riserun/core/drawing/graph_nodes.hpp>

namespace riserun {

namespace {

/// What an arrow from an operand to an op says, and in which picture it is said first.
struct Arrow {
  std::string from, label;
  std::size_t step = 0;
};

/// A number and all that its pictures differ in.
struct Box {
  std::string label, op, caption;
  double data = 0.0;
  std::size_t step = 0;                                    // when it hands on; 0: never
  std::vector<std::pair<std::size_t, double>> gradient{};  // from which picture on
  std::vector<Arrow> arrows{};                             // from its operands
  std::vector<std::pair<std::string, double>> constants{};

  [[nodiscard]] double gradient_at(std::size_t picture) const {
    double g = 0.0;
    for (const auto& [from, value] : gradient)
      if (from <= picture) g = value;
    return g;
  }
};

class Steps {
 public:
  Steps(Value root, const DotOptions& options)
      : options_(options),
        nodes_(graph_nodes(root,
                           {.max_nodes = options.max_nodes, .gather_sums = options.gather_sums})),
        boxes_(nodes_.size()) {
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      const Value value = nodes_[i].value;
      boxes_[i].data = value.data();
      boxes_[i].op = value.op();
      boxes_[i].label = value.label();
      if (boxes_[i].label.empty())
        boxes_[i].label = i + 1 == nodes_.size() ? "L" : "v" + std::to_string(++unnamed_);
    }
    last_ = 1;  // 0: forward; 1: the root's own gradient
    boxes_.back().gradient.emplace_back(1, 1.0);
    for (std::size_t i = nodes_.size(); i-- > 0;)
      if (!nodes_[i].operands.empty()) hand_on(i);
    for (const Box& box : boxes_) caption_length_ = std::max(caption_length_, box.caption.size());
    caption_length_ = std::max(caption_length_, forward_caption().size());
    std::vector<double> gradients;
    for (const Box& box : boxes_) gradients.push_back(box.gradient_at(last_));
    largest_ = largest_gradient(gradients);
  }

  /// 0 .. last(), and one more without anything that stands out.
  [[nodiscard]] std::size_t count() const { return last_ + 2; }

  [[nodiscard]] std::string picture(std::size_t step) const {
    DotWriter drawing({.dark = options_.dark,
                       .title = options_.title,
                       .largest_gradient = largest_,
                       .caption = caption_at(step),
                       .caption_length = caption_length_});
    for (std::size_t i = 0; i < boxes_.size(); ++i) draw(drawing, i, step);
    return std::move(drawing).finished();
  }

 private:
  static std::string name_of(std::size_t i) { return "n" + std::to_string(i); }
  [[nodiscard]] const std::string& root() const { return boxes_.back().label; }

  [[nodiscard]] std::string forward_caption() const {
    return "Forward: the numbers from left to right; every gradient is 0";
  }
  [[nodiscard]] std::string caption_at(std::size_t step) const {
    if (step == 0) return forward_caption();
    if (step == 1) return "d" + root() + "/d" + root() + " = 1";
    for (const Box& box : boxes_)
      if (box.step == step) return box.caption;
    return "Done: every gradient is the sum of what came along its arrows";
  }

  // Node i multiplies its gradient by its local derivatives and adds the products to its operands'.
  void hand_on(std::size_t i) {
    Box& y = boxes_[i];
    const std::vector<Value>& operands = nodes_[i].operands;
    std::vector<double> slopes = SecondOrder::local_derivatives(nodes_[i].value);
    if (slopes.empty())
      throw TapeError("a node of a fused " + y.op + " keeps no derivative for each operand");
    // A sum that was gathered has more operands than its last addition; each counts once.
    if (slopes.size() != operands.size()) slopes.assign(operands.size(), 1.0);
    y.step = ++last_;
    const double upstream = y.gradient_at(last_);
    const std::string above = "d" + root() + "/d" + y.label;
    y.caption = y.label + " hands " + above + " = " + dot_number(upstream) + " on through " + y.op;
    std::size_t constants = 0;
    for (std::size_t k = 0; k < operands.size(); ++k) {
      if (operands[k].is_constant()) {
        y.constants.emplace_back("c" + std::to_string(i) + '_' + std::to_string(constants++),
                                 operands[k].data());
        y.arrows.push_back({y.constants.back().first, "", last_});
        continue;
      }
      const std::size_t place = place_of(nodes_, operands[k]);
      Box& x = boxes_[place];
      // As the sweep does it: nothing comes of 0, also beside an infinite slope.
      const double product = upstream == 0.0 ? 0.0 : upstream * slopes[k];
      const bool first = x.gradient.empty();
      const double sum = first ? product : x.gradient.back().second + product;
      x.gradient.emplace_back(last_, sum);
      y.arrows.push_back({name_of(place),
                          "d" + root() + "/d" + x.label + (first ? " = " : " += ") + above +
                              " · d" + y.label + "/d" + x.label + "\n" + dot_number(upstream) +
                              " · " + dot_number(slopes[k]) + " = " + dot_number(product),
                          last_});
    }
  }

  void draw(DotWriter& drawing, std::size_t i, std::size_t step) const {
    const Box& box = boxes_[i];
    std::size_t length = 0;  // the widest gradient of all pictures
    for (const auto& [from, g] : box.gradient) length = std::max(length, dot_number(g).size());
    const std::string data = "data " + dot_number(box.data);
    const double gradient = box.gradient_at(step);
    const bool is_root = i + 1 == boxes_.size();
    const bool visited = step == box.step && step > 0;
    drawing.box(name_of(i), {.label = box.label,
                             .lines = {data, "grad " + dot_number(gradient)},
                             .gradient = gradient,
                             .root = is_root,
                             .visited = visited || (is_root && step == 1),
                             .least_length = box.label.size() + data.size() + length + 11});
    if (box.step == 0) return;
    const std::string op = name_of(i) + "_op";
    drawing.op(op, box.op, visited);
    drawing.arrow(op, name_of(i), {.visited = visited});
    for (const auto& [name, x] : box.constants) drawing.constant(name, x);
    for (const Arrow& arrow : box.arrows)
      drawing.arrow(arrow.from, op,
                    {.label = arrow.label,
                     .hidden_label = step < arrow.step,
                     .visited = visited && !arrow.label.empty()});
  }

  DotOptions options_;
  std::vector<GraphNode> nodes_;
  std::vector<Box> boxes_;
  std::size_t unnamed_ = 0, last_ = 0, caption_length_ = 0;
  double largest_ = 0.0;
};

}  // namespace

std::vector<std::string> backward_steps(Value root, const DotOptions& options) {
  if (root.is_constant()) return {to_dot(root, options)};
  const Steps steps(root, options);
  std::vector<std::string> pictures;
  for (std::size_t step = 0; step < steps.count(); ++step) pictures.push_back(steps.picture(step));
  return pictures;
}

}  // namespace riserun
