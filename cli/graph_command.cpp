// riserun graph: an expression, or a trained model on one data point, as a picture with its values
// and gradients.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/expression/expression_graph.hpp>
#include <riserun/cli/model_input.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/core/drawing/backward_steps.hpp>
#include <riserun/core/drawing/graph.hpp>
#include <riserun/core/drawing/graph_text.hpp>
#include <riserun/run/folder/model_place.hpp>
#include <riserun/run/pictures/dot_picture.hpp>
#include <riserun/run/pictures/point_graph.hpp>
#include <riserun/run/pictures/point_graph_dot.hpp>

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;

struct GraphOptions {
  ModelInput input;  // its model is the expression where there are no data
  std::vector<std::string> at;
  std::string out, frames, title, output;
  run::GraphDetail detail = run::GraphDetail::automatic;
  std::uint64_t row = 0;
  bool full = false, dark = false, dot = false;
};

/// What an expression and a model's data point have in common.
struct Picture {
  std::string table;                  // the numbers as text
  std::function<std::string()> tree;  // the graph as text; empty: there is none
  std::function<std::string(const DotOptions&)> dot;
  std::function<std::vector<std::string>(const DotOptions&)> steps;
};

DotOptions dot_options(const GraphOptions& options, const std::string& title) {
  DotOptions dot{.dark = options.dark, .title = options.title.empty() ? title : options.title};
  if (options.full) dot.max_nodes = ~std::size_t{0};
  return dot;
}

/// A step is a picture, and nobody looks at hundreds.
std::vector<std::string> steps_of(Value root, DotOptions options) {
  constexpr std::size_t kMostNodes = 60;
  options.max_nodes = kMostNodes;
  try {
    return backward_steps(root, options);
  } catch (const ShapeError&) {
    throw ShapeError(fmt::format(
        "--frames: the graph has more than {} nodes, each a step; take a smaller one", kMostNodes));
  }
}

/// The graph as lines of text; empty, with a word about it, where it is none that a terminal can show.
std::string tree_of(Value root) {
  const Terminal terminal = terminal_of(stdout);
  const auto elsewhere = [](const std::string& why) {
    say(fmt::format("{}; --out FILE draws it\n", why));
    return std::string();
  };
  try {
    const std::string text = to_text(root, {.ascii = !terminal.unicode});
    for (std::string_view rest = text; !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(line.size() + 1);
      const auto letters = std::ranges::count_if(
          line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
      if (letters > terminal.width) return elsewhere("the graph is wider than the terminal");
    }
    return text;
  } catch (const ShapeError&) {
    return elsewhere("the graph is too large to be shown as text");
  }
}

int draw(const GraphOptions& options, const Picture& picture, const DotOptions& dot_options) {
  std::string dot_text;
  if (options.dot || !options.out.empty()) {
    try {
      dot_text = picture.dot(dot_options);
    } catch (const ShapeError& error) {
      if (options.full) throw;
      throw ShapeError(fmt::format("{}, or draw it all the same with --full", error.what()));
    }
  }
  if (options.dot) {
    put(dot_text);
    say(picture.table);
  } else {
    const bool text_alone = options.out.empty() && options.frames.empty();
    if (const std::string tree = text_alone ? picture.tree() : ""; !tree.empty()) put(tree + '\n');
    put(picture.table);
  }
  if (!options.out.empty()) {
    run::draw_graph(dot_text, options.out);
    say(fmt::format("wrote {}\n", options.out));
  }
  if (!options.frames.empty()) {
    constexpr double kSeconds = 2.5;  // to read the chain rule's line
    const auto names = run::draw_graph_frames(picture.steps(dot_options), kSeconds, options.frames);
    say(fmt::format("wrote {}\n", names.size() == 1
                                      ? names.front()
                                      : fmt::format("{} .. {}", names.front(), names.back())));
  }
  return kOk;
}

int draw_point(const GraphOptions& options) {
  if (!is_there(options.input.model) && !is_there(run::model_file(options.input.model)))
    throw UsageError(
        fmt::format("unexpected argument \"{}\": {} is no model's file, and an "
                    "expression takes no data (is it in quotes?)",
                    options.input.data, options.input.model));
  const train::LoadedModel loaded = options.input.load();
  const train::Dataset rows = options.input.rows(loaded).data;
  if (options.row > rows.size())
    throw UsageError(fmt::format("--row {}: {} has {} rows, which count from 1", options.row,
                                 options.input.data, rows.size()));
  const std::size_t position = options.row == 0 ? 0 : options.row - 1;
  const train::Dataset point = loaded.prepare(rows.subset(std::span(&position, 1)));
  run::GraphDetail detail = options.detail;
  if (options.full || (!options.frames.empty() && options.out.empty()))
    detail = run::GraphDetail::operations;
  run::PointGraph graph(loaded, point[0], {.detail = detail, .output = options.output});
  const std::string title =
      fmt::format("row {} of {}: {}", position + 1,
                  fs::path(options.input.data).filename().string(), graph.verdict());
  return draw(options,
              {.table = title + '\n' + graph.table(),
               .tree = [] { return std::string(); },
               .dot = [&](const DotOptions& dot) { return to_dot(graph, dot); },
               .steps =
                   [&](DotOptions dot) {
                     dot.gather_sums = true;
                     return steps_of(graph.root(), dot);
                   }},
              dot_options(options, title));
}

int draw_expression(const GraphOptions& options) {
  if (options.input.model.ends_with(".safetensors") || is_there(options.input.model))
    throw UsageError(
        fmt::format("{} is no expression; a model is drawn with data: riserun graph "
                    "{} DATA --row 1",
                    options.input.model, options.input.model));
  ExpressionGraph graph(options.input.model, options.at);
  graph.warn();
  return draw(options,
              {.table = graph.table(),
               .tree = [&] { return tree_of(graph.root()); },
               .dot = [&](const DotOptions& dot) { return to_dot(graph.root(), dot); },
               .steps = [&](const DotOptions& dot) { return steps_of(graph.root(), dot); }},
              dot_options(options, ""));
}

int run_graph(const GraphOptions& options) {
  if (!options.out.empty()) run::require_graph_format("--out", options.out);
  if (!options.frames.empty()) run::require_graph_format("--frames", options.frames);
  if (options.dot && !(options.out.empty() && options.frames.empty()))
    throw UsageError("--dot writes to stdout: leave --out and --frames away, or --out FILE.dot");
  if (options.full && options.detail != run::GraphDetail::automatic)
    throw UsageError("--full draws every number: leave --detail away");
  if (!options.input.data.empty()) {
    if (!options.at.empty()) throw UsageError("--at belongs to an expression, not to a model");
    return draw_point(options);
  }
  if (options.row != 0 || !options.output.empty())
    throw UsageError("--row and --output belong to a model: riserun graph MODEL DATA --row N");
  if (options.detail != run::GraphDetail::automatic)
    throw UsageError("--detail does nothing with an expression; it is for a model");
  if (const std::string option = options.input.reading_option(); !option.empty())
    throw UsageError(fmt::format("{} does nothing without DATA", option));
  return draw_expression(options);
}

struct GraphCommand final : Command {
  GraphOptions given;

  GraphCommand()
      : Command("graph", "Draw an expression, or a model's data point, with its gradients",
                "riserun graph 'tanh(w1*x1 + w2*x2 + b)' --at w1=-3,x1=2,w2=1,x2=0,b=6.88 --out "
                "graph.svg\n"
                "riserun graph 'd = a*b + b^3; e = d + relu(b - a); e/d' --at a=-3,b=2\n"
                "riserun graph 'L = (w*x + b - y)^2' --at w=2,x=3,b=1,y=5 --frames steps.svg\n"
                "riserun graph runs/digits data.csv --row 17 --out point.svg") {
    options.argument("model", "EXPRESSION|MODEL", given.input.model,
                     "such as 'n = w*x + b; tanh(n)'; + - * / // % ^ < <= ==,\n"
                     "if(c, a, b) and the ops of riserun check --list; one that\n"
                     "begins with - goes last, after --.\n"
                     "Or model.safetensors, or the run folder it is in");
    options.required();
    options.argument("data", "DATA", given.input.data, "a model's: the file with the data point");
    options.texts("at", "NAME=X,...", given.at, "the names' numbers");
    options.whole("row", given.row, 1, ~std::uint64_t{0} >> 1,
                  "which row of DATA, from 1 (default 1)");
    options.text("output", "NAME", given.output,
                 "differentiate this output (a class, or a target in the unit\nit is trained in) "
                 "instead of the loss");
    options.text("out", "FILE", given.out,
                 "the picture: .svg, .png, .pdf (by Graphviz) or .dot;\n"
                 "without it a small graph is drawn as text");
    options.flag("dot", given.dot,
                 "the text for Graphviz on stdout: riserun graph ... --dot | dot");
    options.text("frames", "FILE", given.frames,
                 "backward step by step, with the chain rule on the arrows:\n"
                 "an .svg moves, of .png, .pdf, .dot there is a file a step");
    options.action(
        "detail", "auto|ops|neurons|layers",
        [this](const std::string& text) { given.detail = run::graph_detail(text); },
        "a model's: a box a number, neuron or layer\n(default auto: as fine as can be read)");
    options.flag("full", given.full, "every number, also beyond 500 nodes");
    options.flag("dark", given.dark, "light on dark");
    options.text("title", "TEXT", given.title, "text above the picture");
    given.input.declare(options);
  }
  int run() override { return run_graph(given); }
};

}  // namespace

std::unique_ptr<Command> graph_command() { return std::make_unique<GraphCommand>(); }

}  // namespace riserun::cli
