#include <riserun/run/folder/predicted_rows.hpp>

#include <fmt/format.h>

#include <algorithm>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/number_table.hpp>

namespace riserun::run {

namespace {

constexpr std::size_t kMostRows = 2000;  // more dots than these hide each other
constexpr std::string_view kTrue = "true ", kPredicted = "predicted ";

/// A name as a number table has it, which knows no quotes.
std::string plain(std::string name) {
  std::ranges::replace_if(
      name, [](char c) { return c == ',' || c == '\n' || c == '\r'; }, ' ');
  return name;
}

}  // namespace

std::string predicted_rows(const nn::MLP& model, const train::Dataset& rows,
                           const train::Scaling& target_scaling) {
  std::string text;
  for (const std::string& name : rows.schema().target_names)
    text += fmt::format("{}{}{},{}{}", text.empty() ? "" : ",", kTrue, plain(name), kPredicted,
                        plain(name));
  text += '\n';
  std::vector<double> said(model.outputs()), truth;
  const std::size_t count = std::min(rows.size(), kMostRows);
  for (std::size_t i = 0; i < count; ++i) {
    const train::DataPoint point = rows[i * rows.size() / count];
    model.predict(point.x, said);
    truth.assign(point.target.begin(), point.target.end());
    target_scaling.undo(said);
    target_scaling.undo(truth);
    for (std::size_t t = 0; t < truth.size(); ++t)
      text += fmt::format("{}{:.7g},{:.7g}", t > 0 ? "," : "", truth[t], said[t]);
    text += '\n';
  }
  return text;
}

std::vector<PredictedTarget> load_predicted(const std::filesystem::path& file) {
  const NumberTable table = load_number_table(file);
  std::vector<PredictedTarget> targets;
  for (std::size_t t = 0; t + 1 < table.names.size(); t += 2) {
    if (!table.names[t].starts_with(kTrue) || !table.names[t + 1].starts_with(kPredicted))
      throw DataError(
          fmt::format("{}: expected the columns \"true ..\" and \"predicted ..\", found "
                      "\"{}\" and \"{}\"",
                      file.string(), table.names[t], table.names[t + 1]));
    targets.push_back({table.names[t].substr(kTrue.size()), table.columns[t], table.columns[t + 1],
                       table.rows() == kMostRows});
  }
  return targets;
}

}  // namespace riserun::run
