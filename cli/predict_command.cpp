// riserun predict: a model's answers for the rows of a file.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/csv_field.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/base/usage_error.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/model_input.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/summary.hpp>
#include <riserun/train/judging/report.hpp>
#include <riserun/train/saving/model_file.hpp>

namespace riserun::cli {

namespace {

struct PredictOptions {
  ModelInput input;
  std::string out;
  int threads = 0;
  bool probabilities = false;
};

/// One probability a class, from a model's scores; the largest is never above 1.
std::vector<double> probabilities(const std::vector<double>& scores) {
  if (scores.size() == 1) {  // the logit of class 1
    const double e = std::exp(-std::abs(scores[0])), small = e / (1 + e), large = 1 / (1 + e);
    return scores[0] < 0 ? std::vector{large, small} : std::vector{small, large};
  }
  const double largest = *std::ranges::max_element(scores);
  std::vector<double> p(scores.size());
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] = std::exp(scores[i] - largest);
  for (double& x : p) x /= sum;
  return p;
}

bool has_probabilities(const nn::AnyLoss& loss) {
  return std::holds_alternative<nn::SoftmaxCrossEntropy>(loss) ||
         std::holds_alternative<nn::BinaryCrossEntropy>(loss);
}

std::string header_line(const train::Schema& schema, bool with_probabilities) {
  std::string line;
  if (schema.class_names.empty()) {
    for (const std::string& name : schema.target_names)
      line += (line.empty() ? "" : ",") + csv_field(name);
  } else {
    line = csv_field(schema.target_names.empty() ? "prediction" : schema.target_names[0]);
    if (with_probabilities)
      for (const std::string& name : schema.class_names) line += "," + csv_field("p(" + name + ")");
  }
  return line + '\n';
}

std::string predictions(const train::LoadedModel& loaded, const train::Dataset& data,
                        bool with_probabilities) {
  const train::Schema& schema = loaded.info.schema;
  std::string out = header_line(schema, with_probabilities);
  std::vector<double> y(loaded.model.outputs());
  const double boundary = nn::class_boundary(loaded.info.loss);
  for (const train::DataPoint& point : data) {
    loaded.model.predict(point.x, y);
    if (schema.class_names.empty()) {
      loaded.info.target_scaling.undo(y);
      for (std::size_t i = 0; i < y.size(); ++i) out += fmt::format("{}{}", i > 0 ? "," : "", y[i]);
    } else {
      out +=
          csv_field(schema.class_names[static_cast<std::size_t>(nn::predicted_class(y, boundary))]);
      if (with_probabilities)
        for (double p : probabilities(y)) out += fmt::format(",{:.6g}", p);
    }
    out += '\n';
  }
  return out;
}

/// The predictions must not take the place of what they are made from.
void require_own_file(const std::string& out, const ModelInput& input) {
  const auto refuse = [&](const std::filesystem::path& file, const char* what) {
    std::error_code error;
    if (std::filesystem::is_regular_file(out, error) &&
        std::filesystem::equivalent(out, file, error))
      throw UsageError(fmt::format(
          "--out {}: that is {}, which the predictions would overwrite; name another file", out,
          what));
  };
  refuse(model_file(input.model), "the model");
  refuse(input.data, "DATA");
  if (!input.labels.empty()) refuse(input.labels, "the file of labels");
}

int run_predict(const PredictOptions& options) {
  const train::LoadedModel loaded = options.input.load();
  const bool to_stdout = options.out.empty() || options.out == "-";
  if (!to_stdout) require_own_file(options.out, options.input);
  if (options.probabilities && !has_probabilities(loaded.info.loss))
    throw ConfigError(fmt::format(
        "--proba: the model was trained with the {} loss, whose outputs are no probabilities",
        nn::to_string(loaded.info.loss)));
  const train::Dataset data = loaded.prepare(options.input.rows(loaded));

  const std::string csv = predictions(loaded, data, options.probabilities);
  if (to_stdout) {
    fmt::print("{}", csv);
  } else {
    write_atomically(options.out, csv);
    fmt::print(stderr, "wrote {}: {} prediction{}\n", options.out, data.size(),
               data.size() == 1 ? "" : "s");
  }

  if (data.task() == train::Task::unlabelled) return kOk;
  train::Workers workers(options.threads);
  const train::Report report = train::report(loaded.model, loaded.info.loss, data, workers,
                                             {.target_scaling = loaded.info.target_scaling});
  fmt::print(stderr, "{} rows, loss {}", report.points, loss_text(report.loss));
  if (std::isfinite(report.accuracy))
    fmt::print(stderr, ", accuracy {:.1f} % ({} right)", 100 * report.accuracy,
               std::lround(report.accuracy * static_cast<double>(report.points)));
  for (const train::NumberReport& number : report.numbers)
    fmt::print(stderr, "\n{}: {}", number.name, run::number_figures(number));
  fmt::print(stderr, "\n");
  return kOk;
}

struct PredictCommand final : Command {
  PredictOptions given;

  PredictCommand()
      : Command("predict", "Predict the rows of a file with a trained model",
                "riserun predict runs/digits-1 new.csv --out predictions.csv\n"
                "riserun predict runs/digits-1/model.safetensors new.csv --proba | head\n"
                "\n"
                "With labels in DATA, the accuracy goes to stderr.") {
    options.argument("model", "MODEL", given.input.model,
                     "model.safetensors, or the run folder it is in");
    options.required();
    options.argument("data", "DATA", given.input.data,
                     "a file of CSV, TSV, IDX or LIBSVM, plain or gzipped, with\nor without "
                     "labels; -: stdin");
    options.required();
    options.text("out", "FILE", given.out, "write the predictions there (default -, stdout)");
    options.flag("proba", given.probabilities, "a probability for each class, too");
    options.threads(given.threads, "0: every processor");
    given.input.declare(options);
  }
  int run() override { return run_predict(given); }
};

}  // namespace

std::unique_ptr<Command> predict_command() { return std::make_unique<PredictCommand>(); }

}  // namespace riserun::cli
