#include <riserun/run/folder/finished_run.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/file_bytes.hpp>
#include <riserun/run/folder/file_names.hpp>
#include <riserun/run/settings/settings.hpp>

namespace riserun::run {

namespace {

namespace fs = std::filesystem;

TrainSettings settings_of(const fs::path& folder) {
  TrainSettings settings;
  Settings declared;
  settings.declare(declared);
  declared.read_toml(folder / file::kConfig);
  require_regular_file(settings.data);  // a run that came from elsewhere may name a pipe
  return settings;
}

double logistic(double z) {
  return z < 0 ? std::exp(z) / (1 + std::exp(z)) : 1 / (1 + std::exp(-z));
}

/// Shares of the classes. What is no probability by its loss (mse, hinge) is made one in the order
/// of the outputs, with 1/2 where the model's answer turns.
std::vector<double> shares(const std::vector<double>& outputs, const nn::AnyLoss& loss) {
  if (outputs.size() == 1) {
    const double one = logistic(outputs[0] - nn::class_boundary(loss));
    return {1 - one, one};
  }
  const double largest = *std::ranges::max_element(outputs);
  std::vector<double> p(outputs.size());
  double sum = 0;
  for (std::size_t i = 0; i < p.size(); ++i) sum += p[i] = std::exp(outputs[i] - largest);
  for (double& x : p) x /= sum;
  return p;
}

}  // namespace

FinishedRun::FinishedRun(const fs::path& folder)
    : folder_(folder),
      settings_(settings_of(folder)),
      loaded_(train::load_model(folder / file::kModel)),
      data_(read_run_data(settings_, settings_.seed)) {
  if (data_.all.schema().feature_names != loaded_.info.schema.feature_names ||
      data_.all.class_names() != loaded_.info.schema.class_names)
    throw DataError(fmt::format("{}: the data have other columns or classes than the model of {}",
                                settings_.data, (folder / file::kModel).string()));
}

std::string FinishedRun::name_of(const fs::path& folder) {
  return (fs::absolute(folder) / "x").lexically_normal().parent_path().filename().string();
}

const train::Dataset& FinishedRun::judged() const {
  return data_.validation.empty() ? data_.training : data_.validation;
}

std::string FinishedRun::part() const {
  return fmt::format("the {} {} rows", judged().size(),
                     data_.validation.empty() ? "training" : "validation");
}

void FinishedRun::require_classes() const {
  if (judged().class_count() < 2)
    throw DataError(fmt::format("{}: it predicts numbers, no classes", folder_.string()));
}

std::vector<std::vector<double>> FinishedRun::answers(const train::Dataset& rows) const {
  const train::Dataset prepared = loaded_.prepare(rows);
  std::vector<std::vector<double>> all;
  std::vector<double> y(model().outputs());
  for (const train::DataPoint& point : prepared) {
    model().predict(point.x, y);
    loaded_.info.target_scaling.undo(y);
    all.push_back(y);
  }
  return all;
}

std::vector<std::vector<double>> FinishedRun::strengths(const nn::MLP& model,
                                                        const train::Dataset& rows) const {
  const train::Dataset prepared = loaded_.prepare(rows);
  std::vector<std::vector<double>> all;
  std::vector<double> y(model.outputs());
  for (const train::DataPoint& point : prepared) {
    model.predict(point.x, y);
    all.push_back(shares(y, loaded_.info.loss));
  }
  return all;
}

train::Dataset FinishedRun::places(std::vector<double> features) const {
  train::DataTable table;
  table.schema.feature_names = loaded_.info.schema.feature_names;
  table.features = std::move(features);
  return train::Dataset(std::move(table));
}

std::vector<std::vector<double>> FinishedRun::strengths(const nn::MLP& model,
                                                        std::vector<double> features) const {
  return strengths(model, places(std::move(features)));
}

std::vector<std::vector<double>> FinishedRun::scores(const nn::MLP& model,
                                                     std::vector<double> features) const {
  std::vector<std::vector<double>> all;
  std::vector<double> y(model.outputs());
  const train::Dataset prepared = loaded_.prepare(places(std::move(features)));
  for (const train::DataPoint& point : prepared) {
    model.predict(point.x, y);
    const double half = (y[0] - nn::class_boundary(loss())) / 2;
    all.push_back(y.size() == 1 ? std::vector<double>{-half, half} : y);
  }
  return all;
}

}  // namespace riserun::run
