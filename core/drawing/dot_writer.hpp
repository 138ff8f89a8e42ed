// The text of a graph picture, piece by piece: boxes, circles and arrows for Graphviz `dot`.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/core/value.hpp>

namespace riserun {

/// What the whole picture has. Its gradients are coloured blue (negative) to orange (positive), two
/// colours that every common colour blindness keeps apart; the strength is the square root of the
/// share of the largest, and what is not finite is purple.
struct DotLook {
  bool dark = false;
  std::string title{};
  /// The gradient that has the strongest colour; 0: none are coloured, and there is no legend.
  double largest_gradient = 0.0;
  /// Under the title, in a field of so many characters: pictures that differ in it keep their size.
  std::string caption{};
  std::size_t caption_length = 0;
  bool lengths = false;      // gradients are lengths, none is negative
  double column_gap = 0.35;  // inches between a node and the next
};

/// A box "label | lines", as micrograd draws a number.
struct DotBox {
  std::string_view label{};
  std::vector<std::string> lines{};
  double gradient = 0.0;         // its colour
  bool stacked = false;          // line under line
  bool ordered = false;          // those it has arrows from stand in the order of the arrows
  bool root = false;             // with a thicker rim
  bool visited = false;          // stands out
  std::size_t least_length = 0;  // so many characters wide at least
};

/// The box "label | data | grad" of a Value.
[[nodiscard]] DotBox value_box(Value value, bool is_root);

/// What an arrow looks like; the defaults are those of every graph.
struct DotArrow {
  std::string label{};
  bool hidden_label = false;  // takes its place and is not seen
  bool visited = false;
  double gradient = 0.0;  // its colour, where `weighted`
  double width = 1.0;
  bool weighted = false;
};

/// Four decimals as in the lecture; what would be lost by them is written with an exponent.
[[nodiscard]] std::string dot_number(double x);
/// The shortest form that means it, 2 and not 2.0000; six digits of what would need more than nine
/// characters.
[[nodiscard]] std::string dot_shortest(double x);
/// The largest of gradients, of which the last is the root's own: that is 1 whatever the graph is,
/// and would make the others pale. Left out is what is not finite.
[[nodiscard]] double largest_gradient(std::span<const double> gradients);
/// The colour of a gradient: #rrggbb.
[[nodiscard]] std::string gradient_color(double gradient, double largest, bool dark);

class DotWriter {
 public:
  explicit DotWriter(const DotLook& look);

  void constant(const std::string& name, double x) { note(name, dot_shortest(x)); }
  /// Text without a box.
  void note(const std::string& name, std::string_view text);
  void box(const std::string& name, const DotBox& box);
  void value(const std::string& name, Value value, bool is_root = false);
  /// A circle; its operands stand from top to bottom in the order of their arrows.
  void op(const std::string& name, std::string_view symbol, bool visited = false);
  void arrow(const std::string& from, const std::string& to, const DotArrow& arrow = {});

  [[nodiscard]] std::string finished() && { return std::move(text_) + "}\n"; }

 private:
  struct Colors;
  static const Colors& colors(bool dark);
  void header(const DotLook& look);

  bool dark_;
  double largest_;
  std::string text_;
};

}  // namespace riserun
