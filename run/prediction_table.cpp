#include <riserun/run/prediction_table.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <riserun/base/files/csv_field.hpp>

namespace riserun::run {

namespace {

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

std::string field(const std::string& text, bool csv_safe) {
  return csv_field(csv_safe ? without_formula(text) : text);
}

std::string header_line(const train::Schema& schema, const std::vector<train::IdColumn>& ids,
                        bool with_probabilities, bool csv_safe) {
  std::string line;
  for (const train::IdColumn& id : ids) line += field(id.name, csv_safe) + ",";
  if (schema.class_names.empty()) {
    for (std::size_t i = 0; i < schema.target_names.size(); ++i)
      line += (i == 0 ? "" : ",") + field(schema.target_names[i], csv_safe);
  } else {
    line += field(schema.target_names.empty() ? "prediction" : schema.target_names[0], csv_safe);
    if (with_probabilities)
      for (const std::string& name : schema.class_names) line += "," + csv_field("p(" + name + ")");
  }
  return line + '\n';
}

}  // namespace

bool has_probabilities(const nn::AnyLoss& loss) { return nn::loss_info(loss).logits; }

std::string predictions(const train::LoadedModel& loaded, const train::Dataset& data,
                        const std::vector<train::IdColumn>& ids, bool with_probabilities,
                        bool csv_safe) {
  const train::Schema& schema = loaded.info.schema;
  std::string out = header_line(schema, ids, with_probabilities, csv_safe);
  std::vector<double> y(loaded.model.outputs());
  const double boundary = nn::class_boundary(loaded.info.loss);
  for (const train::DataPoint& point : data) {
    for (const train::IdColumn& id : ids) out += field(id.texts.at(point.row), csv_safe) + ",";
    loaded.model.predict(point.x, y);
    if (schema.class_names.empty()) {
      loaded.info.target_scaling.undo(y);
      for (std::size_t i = 0; i < y.size(); ++i) out += fmt::format("{}{}", i > 0 ? "," : "", y[i]);
    } else {
      out += field(schema.class_names[static_cast<std::size_t>(nn::predicted_class(y, boundary))],
                   csv_safe);
      if (with_probabilities)
        for (double p : probabilities(y)) out += fmt::format(",{}", p);
    }
    out += '\n';
  }
  return out;
}

}  // namespace riserun::run
