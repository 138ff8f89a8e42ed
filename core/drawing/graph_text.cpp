#include <riserun/core/drawing/graph_text.hpp>

#include <algorithm>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/core/drawing/dot_writer.hpp>
#include <riserun/core/drawing/graph_nodes.hpp>

namespace riserun {

namespace {

struct Line {
  std::string tree, name, data, gradient;
};

/// Letters as an eye counts them: a UTF-8 sequence is one.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

class TextGraph {
 public:
  TextGraph(Value root, const TextGraphOptions& options)
      : options_(options), nodes_(graph_nodes(root, {.max_nodes = options.max_nodes})) {
    std::vector<std::size_t> uses(nodes_.size());
    for (const GraphNode& node : nodes_)
      for (const Value& x : node.operands)
        if (!x.is_constant()) ++uses[place_of(nodes_, x)];
    std::size_t unnamed = 0;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      std::string name(nodes_[i].value.label());
      if (name.empty() && uses[i] > 1) name = "v" + std::to_string(++unnamed);
      names_.push_back(name);
    }
    shown_.resize(nodes_.size());
    unfold(root);
  }

  [[nodiscard]] std::string text() const {
    std::size_t left = 0, data = 4, gradient = 4;
    for (const Line& line : lines_) {
      left = std::max(left, width_of(line.tree) + width_of(line.name));
      data = std::max(data, line.data.size());
      gradient = std::max(gradient, line.gradient.size());
    }
    const auto right = [](const std::string& text, std::size_t width) {
      return "  " + std::string(width - text.size(), ' ') + text;
    };
    std::string out = std::string(left, ' ') + right("data", data) + right("grad", gradient) + '\n';
    for (const Line& line : lines_) {
      std::string row = line.tree + line.name;
      row += std::string(left - width_of(row), ' ') + right(line.data, data) +
             right(line.gradient, gradient);
      out += row.substr(0, row.find_last_not_of(' ') + 1) + '\n';
    }
    return out;
  }

 private:
  /// What is still to be shown: a value, and how its line begins.
  struct Pending {
    Value value;
    std::string before;  // the branches of those above
    bool last = true, root = false;
  };

  void unfold(Value root) {
    std::vector<Pending> pending{{root, "", true, true}};
    while (!pending.empty()) {
      const Pending next = std::move(pending.back());
      pending.pop_back();
      if (lines_.size() == options_.max_nodes)
        throw ShapeError("the graph takes more than " + std::to_string(options_.max_nodes) +
                         " lines as text");
      const char* const branch =
          options_.ascii ? (next.last ? "`- " : "|- ") : (next.last ? "└─ " : "├─ ");
      const char* const passing = options_.ascii ? "|  " : "│  ";
      const std::string tree = next.root ? "" : next.before + branch;
      if (next.value.is_constant()) {
        lines_.push_back({tree, dot_shortest(next.value.data()), "", ""});
        continue;
      }
      const std::size_t i = place_of(nodes_, next.value);
      const std::vector<Value>& operands = nodes_[i].operands;
      const std::string op(next.value.op());
      if (shown_[i] && !operands.empty()) {
        lines_.push_back({tree, names_[i] + " (above)", "", ""});
        continue;
      }
      shown_[i] = true;
      const std::string name = names_[i].empty() ? op
                               : op.empty()      ? names_[i]
                                                 : names_[i] + "  " + op;
      lines_.push_back({tree, name, dot_number(next.value.data()), dot_number(next.value.grad())});
      const std::string below = next.root ? "" : next.before + (next.last ? "   " : passing);
      for (std::size_t k = operands.size(); k-- > 0;)
        pending.push_back({operands[k], below, k + 1 == operands.size(), false});
    }
  }

  TextGraphOptions options_;
  std::vector<GraphNode> nodes_;
  std::vector<std::string> names_;
  std::vector<bool> shown_;
  std::vector<Line> lines_;
};

}  // namespace

std::string to_text(Value root, const TextGraphOptions& options) {
  return TextGraph(root, options).text();
}

}  // namespace riserun
