// riserun graph: an expression, its values and its gradients, as a picture.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/expression.hpp"
#include "cli/help.hpp"
#include "cli/terminal.hpp"
#include "core/errors.hpp"
#include "core/graph.hpp"
#include "core/tape.hpp"
#include "plots/program.hpp"
#include "train/atomic_file.hpp"
#include "train/file_bytes.hpp"
#include "train/nearest_name.hpp"

namespace riserun::cli {

namespace {

namespace fs = std::filesystem;

struct GraphOptions {
  std::string expression;
  std::vector<std::string> at;
  std::string out;
  bool full = false;
};

const std::vector<std::string> kFormats{".dot", ".svg", ".png", ".pdf"};

/// "w1=-3,x1=2" -> numbers by name.
std::map<std::string, double> parse_values(const std::vector<std::string>& texts) {
  std::map<std::string, double> values;
  for (std::string_view rest : texts) {
    while (!rest.empty()) {
      const std::string_view one = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      const std::size_t equals = one.find('=');
      if (equals == one.npos || equals == 0)
        throw UsageError(fmt::format("--at: expected name=number, found \"{}\"", one));
      std::string name(one.substr(0, equals));
      std::erase(name, ' ');
      const double x = parse_number(fmt::format("--at {}", name),
                                    one.substr(one.find_first_not_of(' ', equals + 1)));
      if (!values.emplace(name, x).second)
        throw UsageError(fmt::format("--at gives {} twice", name));
    }
  }
  return values;
}

std::vector<double> values_of(const Expression& expression, const std::vector<std::string>& at) {
  const std::map<std::string, double> given = parse_values(at);
  const std::vector<std::string>& variables = expression.variables();
  for (const auto& [name, x] : given)
    if (std::ranges::find(variables, name) == variables.end())
      throw UsageError(fmt::format("--at gives {}, which the expression does not use{}", name,
                                   train::did_you_mean(name, variables)));
  std::vector<double> values;
  std::vector<std::string> missing;
  for (const std::string& name : variables) {
    const auto found = given.find(name);
    if (found == given.end())
      missing.push_back(name + "=1");
    else
      values.push_back(found->second);
  }
  if (!missing.empty())
    throw UsageError(
        fmt::format("every name needs a number; add --at {}", fmt::join(missing, ",")));
  return values;
}

std::string table(const Expression& expression, const std::vector<Value>& variables, Value root) {
  std::size_t width = 6;
  for (const std::string& name : expression.variables()) width = std::max(width, name.size());
  std::string out = fmt::format("{:<{}}  {:>12}  {:>12}\n", "", width, "data", "grad");
  for (std::size_t i = 0; i < variables.size(); ++i)
    out += fmt::format("{:<{}}  {:>12}  {:>12}\n", expression.variables()[i], width,
                       number_text(variables[i].data()), number_text(variables[i].grad()));
  const std::string_view label = root.label();
  if (std::ranges::find(expression.variables(), label) != expression.variables().end()) return out;
  out += fmt::format("{:<{}}  {:>12}", label.empty() ? "result" : label, width,
                     number_text(root.data()));
  return out + (root.is_constant() ? "\n" : fmt::format("  {:>12}\n", number_text(root.grad())));
}

/// A graph with NaN or infinity in it is worth a look, so it is drawn; but not without a word.
void warn_about(const Expression& expression, const std::vector<Value>& variables,
                const std::string& trouble) {
  if (!trouble.empty()) return warn(fmt::format("{}: not finite from there on", trouble));
  for (std::size_t i = 0; i < variables.size(); ++i)
    if (const double grad = variables[i].grad(); !std::isfinite(grad))
      warn(fmt::format("the gradient of {} is {}", expression.variables()[i], number_text(grad)));
}

/// A folder of ours under the system's temporary one; gone with its content at the end of scope.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string name = (fs::temp_directory_path() / "riserun-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
      throw FileError(fmt::format("{}: cannot make a folder there", name));
    path_ = name;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  [[nodiscard]] const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void draw(const std::string& dot_text, const fs::path& file) {
  const std::string format = file.extension().string();
  if (format == ".dot") return train::write_atomically(file, dot_text);
  const std::optional<fs::path> dot = plots::find_program("dot");
  if (!dot) {
    const fs::path kept = fs::path(file).replace_extension(".dot");
    train::write_atomically(kept, dot_text);
    throw MissingProgram(fmt::format(
        "the program dot is not installed (Debian package graphviz); the graph is kept as {}",
        kept.string()));
  }
  const ScratchFolder scratch;
  const fs::path source = scratch.path() / "graph.dot", picture = scratch.path() / "picture";
  train::write_atomically(source, dot_text);
  const plots::ProgramResult result =
      plots::run_program(*dot, {"-T" + format.substr(1), source.string(), "-o", picture.string()},
                         std::chrono::minutes(2));
  if (result.timed_out)
    throw FileError(fmt::format("{}: dot took longer than two minutes; draw a smaller expression",
                                file.string()));
  if (result.exit_code != 0)
    throw FileError(fmt::format("{}: dot failed with code {}:\n{}", file.string(), result.exit_code,
                                result.output));
  train::write_atomically(file, train::read_file(picture));
}

int run_graph(const GraphOptions& options) {
  const fs::path file = options.out;
  if (!options.out.empty() &&
      std::ranges::find(kFormats, file.extension().string()) == kFormats.end())
    throw UsageError(
        fmt::format("--out {}: the name must end in {}", options.out, fmt::join(kFormats, ", ")));
  const Expression expression(options.expression);
  const std::vector<double> values = values_of(expression, options.at);

  Tape tape;
  std::vector<Value> variables;
  for (std::size_t i = 0; i < values.size(); ++i)
    variables.push_back(tape.variable(values[i], expression.variables()[i]));
  std::string trouble;
  const Value root = expression.record(variables, &trouble);
  root.backward();
  warn_about(expression, variables, trouble);

  DotOptions dot_options;
  if (options.full) dot_options.max_nodes = ~std::size_t{0};
  std::string dot_text;
  try {
    dot_text = to_dot(root, dot_options);
  } catch (const ShapeError& error) {
    throw ShapeError(fmt::format("{}, or draw it all the same with --full", error.what()));
  }
  if (options.out.empty()) {
    fmt::print("{}", dot_text);
    fmt::print(stderr, "{}", table(expression, variables, root));
    return kOk;
  }
  fmt::print("{}", table(expression, variables, root));
  draw(dot_text, file);
  fmt::print(stderr, "wrote {}\n", options.out);
  return kOk;
}

}  // namespace

Command add_graph(CLI::App& program) {
  const auto options = std::make_shared<GraphOptions>();
  CLI::App* const app = program.add_subcommand("graph", "Draw an expression with its gradients");
  app->add_option("EXPRESSION", options->expression,
                  "such as 'n = w*x + b; tanh(n)'; ops: + - * / ^ and those\n"
                  "of riserun check --list; one that begins with - goes last, after --")
      ->required();
  app->add_option("--at", options->at, "the names' numbers")
      ->option_text("NAME=X,...")
      ->allow_extra_args(false)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app->add_option("--out", options->out,
                  "the picture: .svg, .png, .pdf (by Graphviz) or .dot;\n"
                  "without it the DOT text goes to stdout")
      ->option_text("FILE");
  app->add_flag("--full", options->full, "draw it also beyond 500 nodes");
  dress(
      *app,
      "riserun graph 'tanh(w1*x1 + w2*x2 + b)' --at w1=-3,x1=2,w2=1,x2=0,b=6.88 --out graph.svg\n"
      "riserun graph 'd = a*b + b^3; e = d + relu(a - b); e/d' --at a=-4,b=2 | dot -Tpng > e.png");
  return {app, [options] { return run_graph(*options); }};
}

}  // namespace riserun::cli
