#include <riserun/run/folder/run_records.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/atomic_file.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/run/folder/file_names.hpp>

namespace riserun::run {

namespace {

/// The rows of a file up to that batch, its first column; those of a run that was killed go on
/// beyond its last checkpoint and may end in half a row.
std::string rows_until(const std::filesystem::path& file, long batch) {
  if (batch == 0 || !is_there(file)) return {};
  const std::string text = read_file(file);
  std::string kept;
  for (std::size_t at = text.find('\n') + 1, end; (end = text.find('\n', at)) != text.npos;
       at = end + 1)
    if (std::strtol(text.c_str() + at, nullptr, 10) <= batch) kept += text.substr(at, end + 1 - at);
  return kept;
}

std::ofstream opened(const std::filesystem::path& file, const std::string& header, long batch) {
  // Whole at any moment: a resumed run that is killed here loses none of the rows before.
  write_atomically(file, header + '\n' + rows_until(file, batch));
  std::ofstream out(file, std::ios::binary | std::ios::app);
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
                       const nn::MLP& model, train::ModelInfo info, std::size_t batches,
                       const train::TrainingState* resumed)
    : folder_(folder), settings_(settings), model_(model), info_(std::move(info)) {
  const long batch = resumed != nullptr
                         ? (resumed->epoch - 1) * static_cast<long>(batches) + resumed->batches_done
                         : 0;
  std::error_code ignored;  // An earlier run's results would be shown as this one's.
  for (const char* name : {file::kConfusion, file::kSummary, file::kTimings})
    std::filesystem::remove(folder_.file(name), ignored);
  if (settings_.record != "epochs")
    steps_ = opened(folder_.file(file::kSteps), "step,epoch,loss,learning_rate", batch);
  if (settings_.record == "gradients") {
    std::string header = "step";
    for (std::size_t l = 0; l < model_.layers().size(); ++l)
      header += fmt::format(",layer {}", l + 1);
    gradients_ = opened(folder_.file(file::kGradients), header, batch);
  }
  if (settings_.snapshots > 0) {
    make_inner_folder(folder_.file(file::kSnapshots));
    if (batch == 0) snapshot(0);
  }
}

std::vector<const char*> RunRecords::names() const {
  std::vector<const char*> names;
  if (settings_.record != "epochs") names.push_back(file::kSteps);
  if (settings_.record == "gradients") names.push_back(file::kGradients);
  if (settings_.snapshots > 0) names.push_back(file::kSnapshots);
  return names;
}

void RunRecords::batch(const train::BatchReport& report) {
  const std::size_t number =
      static_cast<std::size_t>(report.epoch - 1) * report.batches + report.batch;
  if (steps_.is_open()) {
    const double epoch =
        report.epoch - 1 + static_cast<double>(report.batch) / static_cast<double>(report.batches);
    steps_ << fmt::format("{},{:.6g},{},{}\n", number, epoch, report.loss, report.learning_rate);
  }
  if (!gradients_.is_open()) return;
  std::string row = fmt::format("{}", number);
  for (const nn::Layer& layer : model_.layers())
    row += fmt::format(",{:.9g}", norm(report.gradient.subspan(
                                      layer.weights(), (layer.inputs() + 1) * layer.outputs())));
  gradients_ << row << '\n';
}

void RunRecords::epoch(const train::EpochReport& report) {
  if (settings_.snapshots > 0 && report.row.epoch % settings_.snapshots == 0)
    snapshot(report.row.epoch);
}

void RunRecords::flush() {
  steps_.flush();
  gradients_.flush();
}

std::vector<const char*> RunRecords::finish() {
  flush();
  std::vector<const char*> incomplete;
  for (const auto& [file, name] :
       {std::pair{&steps_, file::kSteps}, std::pair{&gradients_, file::kGradients}}) {
    if (!file->is_open()) continue;
    if (!*file) incomplete.push_back(name);
  }
  return incomplete;
}

void RunRecords::snapshot(int epoch) const {
  train::save_model(folder_.file(file::kSnapshots) / fmt::format("epoch-{:06}.safetensors", epoch),
                    model_, info_);
}

}  // namespace riserun::run
