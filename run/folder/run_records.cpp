#include <riserun/run/folder/run_records.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/cli/telling/terminal.hpp>
#include <riserun/run/pictures/page_of_run.hpp>
#include <riserun/train/judging/confusion.hpp>

namespace riserun::run {

namespace {

using Clock = std::chrono::steady_clock;

/// The rows of a file up to that step, its first column; those of a run that was killed go on
/// beyond its last checkpoint and may end in half a row.
std::string rows_until(const std::filesystem::path& file, long step) {
  if (step == 0 || !is_there(file)) return {};
  const std::string text = read_file(file);
  std::string kept;
  for (std::size_t at = text.find('\n') + 1, end; (end = text.find('\n', at)) != text.npos;
       at = end + 1)
    if (std::strtol(text.c_str() + at, nullptr, 10) <= step) kept += text.substr(at, end + 1 - at);
  return kept;
}

std::ofstream opened(const std::filesystem::path& file, const std::string& header, long step) {
  const std::string rows = rows_until(file, step);
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << header << '\n' << rows;
  if (!out) throw FileError(fmt::format("{}: cannot be written", file.string()));
  return out;
}

/// The length of a stretch of the gradient; no sum of squares overflows or vanishes on the way.
double norm(std::span<const double> gradient) {
  double largest = 0.0;
  for (const double g : gradient) largest = std::max(largest, std::abs(g));
  if (!(largest > 0.0) || std::isinf(largest)) return largest;
  double sum = 0.0;
  for (const double g : gradient) sum += (g / largest) * (g / largest);
  return largest * std::sqrt(sum);
}

}  // namespace

RunRecords::RunRecords(const train::RunFolder& folder, const TrainSettings& settings,
                       const nn::MLP& model, train::ModelInfo info,
                       const train::TrainingState* resumed)
    : folder_(folder), settings_(settings), model_(model), info_(std::move(info)) {
  if (resumed != nullptr) history_ = resumed->history;
  const long step = resumed != nullptr ? resumed->optimizer.updates : 0;
  std::error_code ignored;  // An earlier run's results would be shown as this one's.
  for (const char* name : {record::kConfusion, record::kSummary, record::kTimings})
    std::filesystem::remove(folder_.file(name), ignored);
  if (settings_.record != "epochs")
    steps_ = opened(folder_.file(record::kSteps), "step,epoch,loss,learning_rate", step);
  if (settings_.record == "gradients") {
    std::string header = "step";
    for (std::size_t l = 0; l < model_.layers().size(); ++l)
      header += fmt::format(",layer {}", l + 1);
    gradients_ = opened(folder_.file(record::kGradients), header, step);
  }
  if (settings_.snapshots > 0) {
    std::filesystem::create_directories(folder_.file(record::kSnapshots));
    if (step == 0) snapshot(0);
  }
}

std::vector<const char*> RunRecords::names() const {
  std::vector<const char*> names;
  if (settings_.record != "epochs") names.push_back(record::kSteps);
  if (settings_.record == "gradients") names.push_back(record::kGradients);
  if (settings_.snapshots > 0) names.push_back(record::kSnapshots);
  return names;
}

void RunRecords::batch(const train::BatchReport& report) {
  if (steps_.is_open()) {
    const double epoch =
        report.epoch - 1 + static_cast<double>(report.batch) / static_cast<double>(report.batches);
    steps_ << fmt::format("{},{:.6g},{},{}\n", report.step, epoch, report.loss,
                          report.learning_rate);
  }
  if (!gradients_.is_open()) return;
  std::string row = fmt::format("{}", report.step);
  for (const nn::Layer& layer : model_.layers())
    row += fmt::format(",{:.9g}", norm(report.gradient.subspan(
                                      layer.weights(), (layer.inputs() + 1) * layer.outputs())));
  gradients_ << row << '\n';
}

void RunRecords::epoch(const train::EpochReport& report) {
  history_.add(report.row);
  if (settings_.snapshots > 0 && report.row.epoch % settings_.snapshots == 0)
    snapshot(report.row.epoch);
  if (Clock::now() - page_written_ < std::chrono::seconds(1)) return;
  write_page(fmt::format("training: {} of {} epochs done", report.row.epoch, report.epochs), 2);
}

bool RunRecords::finish(const std::string& status) {
  if (steps_.is_open()) steps_.flush();
  if (gradients_.is_open()) gradients_.flush();
  for (const auto& [file, name] :
       {std::pair{&steps_, record::kSteps}, std::pair{&gradients_, record::kGradients}})
    if (file->is_open() && !*file)
      cli::warn(fmt::format("{}: not all of it could be written", folder_.file(name).string()));
  return write_page(status, 0);
}

void RunRecords::snapshot(int epoch) const {
  train::save_model(
      folder_.file(record::kSnapshots) / fmt::format("epoch-{:06}.safetensors", epoch), model_,
      info_);
}

bool RunRecords::write_page(const std::string& status, int refresh) {
  try {
    plots::save_run_page(run_page(folder_.path(), history_, status, refresh),
                         folder_.file(record::kPage));
    page_written_ = Clock::now();
    return true;
  } catch (const Error& error) {
    if (!warned_) cli::warn(fmt::format("no {}: {}", record::kPage, error.what()));
    warned_ = true;
    return false;
  }
}

Confusion confusion_of(const nn::MLP& model, const nn::AnyLoss& loss, const train::Dataset& data,
                       train::Workers& workers) {
  const train::ConfusionMatrix matrix = train::confusion(model, loss, data, workers);
  Confusion confusion{data.class_names(), {}};
  const int classes = static_cast<int>(matrix.classes());
  for (int truth = 0; truth < classes; ++truth)
    for (int predicted = 0; predicted < classes; ++predicted)
      confusion.counts.push_back(static_cast<double>(matrix.count(truth, predicted)));
  return confusion;
}

std::string to_json(const Confusion& confusion) {
  const nlohmann::json json{{"classes", confusion.classes}, {"counts", confusion.counts}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

Confusion load_confusion(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  try {
    const nlohmann::json json = nlohmann::json::parse(text);
    Confusion confusion{json.at("classes"), json.at("counts")};
    if (confusion.counts.size() != confusion.classes.size() * confusion.classes.size())
      throw DataError(fmt::format("{}: {} classes but {} counts", file.string(),
                                  confusion.classes.size(), confusion.counts.size()));
    return confusion;
  } catch (const nlohmann::json::exception& error) {
    throw DataError(fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace riserun::run
