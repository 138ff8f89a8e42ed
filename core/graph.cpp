#include "core/graph.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/errors.hpp"

namespace riserun {

namespace {

constexpr std::string_view kHead = R"(digraph riserun {
  graph [rankdir=LR, nodesep=0.25, ranksep=0.35, bgcolor=white]
  node [fontname="Helvetica", fontsize=12, color="#3b4252", fontcolor="#1b1f27", penwidth=1]
  edge [color="#6b7385", arrowsize=0.7]
)";
constexpr std::string_view kLeafFill = "#e8f1fb";
constexpr std::string_view kRootFill = "#fdeedc";
constexpr std::string_view kPlainFill = "#ffffff";

/// Four decimals as in the lecture; what would be lost by them is written with an exponent.
std::string number(double x) {
  if (std::isnan(x)) return "nan";  // never "-nan"
  const double size = std::abs(x);
  const bool fixed = x == 0.0 || (size >= 1e-3 && size < 1e7);
  char text[64];
  const auto [end, error] =
      std::to_chars(text, text + sizeof text, x,
                    fixed ? std::chars_format::fixed : std::chars_format::general, 4);
  return {text, end};
}

/// A constant in the shortest form that means it: 2, not 2.0000.
std::string shortest(double x) {
  if (std::isnan(x)) return "nan";
  char text[64];
  const auto [end, error] = std::to_chars(text, text + sizeof text, x);
  return {text, end};
}

/// Braces, bars and angle brackets structure a record's label; quotes and backslashes end a string.
std::string escaped(std::string_view text, std::string_view special) {
  std::string out;
  for (char c : text) {
    if (c == '\n') c = ' ';
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}
std::string in_record(std::string_view text) { return escaped(text, "{}|<>\"\\ "); }
std::string in_string(std::string_view text) { return escaped(text, "\"\\"); }

/// A node with the operands it was made of.
struct Node {
  std::uint64_t identity;
  Value value;
  std::vector<Value> operands;
};

/// Everything `root` depends on, operands before what is made of them.
std::vector<Node> collect(Value root, std::size_t max_nodes) {
  std::vector<Node> nodes;
  std::unordered_set<std::uint64_t> seen{root.identity()};
  std::vector<Value> waiting{root};
  std::size_t constants = 0;
  while (!waiting.empty()) {
    const Value value = waiting.back();
    waiting.pop_back();
    nodes.push_back({value.identity(), value, value.operands()});
    for (Value x : nodes.back().operands) {
      if (x.is_constant())
        ++constants;
      else if (seen.insert(x.identity()).second)
        waiting.push_back(x);
    }
    if (seen.size() + constants > max_nodes)
      throw ShapeError(
          "the graph has more than " + std::to_string(max_nodes) +
          " nodes: too many for a picture that can be read; draw a smaller part of it");
  }
  std::ranges::sort(nodes, {}, &Node::identity);
  return nodes;
}

class Drawing {
 public:
  void constant(const std::string& name, double x) {
    text_ += "  " + name +
             " [shape=plaintext, margin=0.04, width=0, height=0, fontcolor=\"#6b7385\", label=\"" +
             shortest(x) + "\"]\n";
  }

  void value(const std::string& name, Value value, std::string_view fill) {
    const std::string_view label = value.label();
    text_ += "  " + name + " [shape=record, style=filled, fillcolor=\"" + std::string(fill) +
             "\", label=\"{ " + (label.empty() ? "" : in_record(label) + " | ") + "data " +
             number(value.data()) + " | grad " + number(value.grad()) + " }\"]\n";
  }

  // ordering=in keeps a - b apart from b - a: operands stand from top to bottom.
  void op(const std::string& name, std::string_view symbol) {
    text_ += "  " + name + " [shape=circle, margin=0.03, ordering=in, label=\"" +
             in_string(symbol) + "\"]\n";
  }

  void edge(const std::string& from, const std::string& to) {
    text_ += "  " + from + " -> " + to + '\n';
  }

  std::string finished() && { return std::move(text_) + "}\n"; }

 private:
  std::string text_{kHead};
};

}  // namespace

std::string to_dot(Value root, const DotOptions& options) {
  Drawing drawing;
  if (root.is_constant()) {
    drawing.constant("c0", root.data());
    return std::move(drawing).finished();
  }
  const std::vector<Node> nodes = collect(root, options.max_nodes);
  const auto name_of = [&](std::uint64_t identity) {
    const auto found = std::ranges::lower_bound(nodes, identity, {}, &Node::identity);
    return "n" + std::to_string(found - nodes.begin());
  };

  std::size_t constants = 0;
  for (const Node& node : nodes) {
    const std::string name = name_of(node.identity);
    const bool is_root = &node == &nodes.back();
    drawing.value(name, node.value,
                  is_root ? kRootFill : (node.operands.empty() ? kLeafFill : kPlainFill));
    if (node.operands.empty()) continue;
    drawing.op(name + "_op", node.value.op());
    drawing.edge(name + "_op", name);
    for (Value x : node.operands) {
      const std::string from =
          x.is_constant() ? "c" + std::to_string(constants++) : name_of(x.identity());
      if (x.is_constant()) drawing.constant(from, x.data());
      drawing.edge(from, name + "_op");
    }
  }
  return std::move(drawing).finished();
}

}  // namespace riserun
