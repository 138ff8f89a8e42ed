// riserun predict: a model's answers for the rows of a file.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <string>

#include <riserun/base/console.hpp>
#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/readable_number.hpp>
#include <riserun/cli/command.hpp>
#include <riserun/cli/model_input.hpp>
#include <riserun/cli/telling/exit_code.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/folder/model_place.hpp>
#include <riserun/run/prediction_table.hpp>
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
  bool csv_safe = false;
};

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
  refuse(run::model_file(input.model), "the model");
  refuse(input.data, "DATA");
  if (!input.labels.empty()) refuse(input.labels, "the file of labels");
}

int run_predict(const PredictOptions& options) {
  const train::LoadedModel loaded = options.input.load();
  const bool to_stdout = options.out.empty() || options.out == "-";
  if (!to_stdout) require_own_file(options.out, options.input);
  if (options.probabilities && !run::has_probabilities(loaded.info.loss))
    throw ConfigError(fmt::format(
        "--proba: the model was trained with the {} loss, whose outputs are no probabilities",
        nn::to_string(loaded.info.loss)));
  const train::LoadedData rows = options.input.rows(loaded);
  const train::Dataset data = loaded.prepare(rows.data);

  const std::string csv =
      run::predictions(loaded, data, rows.ids, options.probabilities, options.csv_safe);
  if (to_stdout) {
    put(csv);
  } else {
    write_atomically(options.out, csv);
    say(fmt::format("wrote {}: {} prediction{}\n", options.out, data.size(),
                    data.size() == 1 ? "" : "s"));
  }

  if (data.task() == train::Task::unlabelled) return kOk;
  train::Workers workers(options.threads);
  const train::Report report = train::report(loaded.model, loaded.info.loss, data, workers,
                                             {.target_scaling = loaded.info.target_scaling});
  say(fmt::format("{} rows, loss {}", report.points, loss_text(report.loss)));
  if (std::isfinite(report.accuracy))
    say(fmt::format(", accuracy {:.1f} % ({} right)", 100 * report.accuracy,
                    std::lround(report.accuracy * static_cast<double>(report.points))));
  for (const train::NumberReport& number : report.numbers)
    say(fmt::format("\n{}: {}", number.name, run::number_figures(number)));
  say("\n");
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
    options.flag("csv-safe", given.csv_safe,
                 "an apostrophe before names that a spreadsheet would\ntake for formulas");
    options.threads(given.threads, "0: every processor");
    given.input.declare(options);
  }
  int run() override { return run_predict(given); }
};

}  // namespace

std::unique_ptr<Command> predict_command() { return std::make_unique<PredictCommand>(); }

}  // namespace riserun::cli
