#include <riserun/run/folder/fold_table.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/csv_field.hpp>
#include <riserun/base/files/number_table.hpp>

namespace riserun::run {

namespace {

/// Several targets each have a unit of their own, so that only their R2 can be compared.
std::vector<Figure> figures_of(const train::Dataset& data) {
  if (data.task() == train::Task::classification)
    return {{"loss", false}, {"accuracy", true}, {"macro_f1", true}};
  if (data.target_count() == 1) return {{"loss", false}, {"rmse", false}, {"r2", false}};
  std::vector<Figure> figures{{"loss", false}};
  for (const std::string& name : data.schema().target_names)
    figures.push_back({"r2 " + name, false});
  return figures;
}

std::vector<double> figures_in(const train::Report& report) {
  if (report.numbers.empty()) return {report.loss, report.accuracy, report.metrics["f1"]};
  std::vector<double> figures{report.loss};
  if (report.numbers.size() == 1) figures.push_back(report.numbers[0].metrics["rmse"]);
  for (const train::NumberReport& number : report.numbers) figures.push_back(number.metrics["r2"]);
  return figures;
}

/// Two spaces at least, and a column as wide as its name needs.
std::string cell(const Figure& figure, const std::string& text) {
  return fmt::format("  {:>{}}", text, std::max<std::size_t>(10, figure.name.size()));
}

/// In the notation of the column, which `first` decides, its topmost number: four digits of that
/// one, so that the numbers below it can be compared at a glance.
std::string cell(const Figure& figure, double x, double first) {
  if (figure.percent) return cell(figure, fmt::format("{:.2f} %", 100 * x));
  const double size = std::abs(first);
  if (size == 0.0) return cell(figure, fmt::format("{:.4f}", x));
  if (!(size >= 1e-3 && size < 1e6)) return cell(figure, fmt::format("{:.3e}", x));
  const int decimals = std::max(0, 3 - static_cast<int>(std::floor(std::log10(size))));
  return cell(figure, fmt::format("{:.{}f}", x, decimals));
}

}  // namespace

FoldTable::FoldTable(const train::Dataset& data) : figures_(figures_of(data)) {}

void FoldTable::add(std::size_t training, std::size_t held_out, const train::Report& report) {
  folds_.push_back({training, held_out, figures_in(report)});
}

double FoldTable::mean(std::size_t figure) const {
  double sum = 0;
  for (const FoldResult& fold : folds_) sum += fold.figures[figure];
  return sum / static_cast<double>(folds_.size());
}

double FoldTable::deviation(std::size_t figure) const {
  const double middle = mean(figure);
  double squares = 0;
  for (const FoldResult& fold : folds_)
    squares += (fold.figures[figure] - middle) * (fold.figures[figure] - middle);
  return std::sqrt(squares / static_cast<double>(folds_.size() - 1));
}

std::string FoldTable::heading() const {
  std::string out = "fold     train  held out";
  for (const Figure& figure : figures_) out += cell(figure, figure.name);
  return out + '\n';
}

std::string FoldTable::line(std::size_t index) const {
  const FoldResult& fold = folds_[index];
  std::string out = fmt::format("{:>4}{:>10}{:>10}", index + 1, fold.training, fold.held_out);
  for (std::size_t f = 0; f < figures_.size(); ++f)
    out += cell(figures_[f], fold.figures[f], folds_[0].figures[f]);
  return out + '\n';
}

std::string FoldTable::summary() const {
  if (folds_.size() < 2) return {};
  std::string means = fmt::format("{:<24}", "mean"), deviations = fmt::format("{:<24}", "sd");
  for (std::size_t f = 0; f < figures_.size(); ++f) {
    means += cell(figures_[f], mean(f), folds_[0].figures[f]);
    deviations += cell(figures_[f], deviation(f), folds_[0].figures[f]);
  }
  return means + '\n' + deviations + '\n';
}

std::string FoldTable::to_csv() const {
  std::string out = "fold,training_rows,held_out_rows";
  for (const Figure& figure : figures_) out += "," + csv_field(figure.name);
  out += '\n';
  for (std::size_t i = 0; i < folds_.size(); ++i)
    out += fmt::format("{},{},{},{}\n", i + 1, folds_[i].training, folds_[i].held_out,
                       fmt::join(folds_[i].figures, ","));
  return out;
}

void FoldTable::read_csv(const std::filesystem::path& file) {
  const NumberTable table = load_number_table(file);
  std::vector<std::string> names{"fold", "training_rows", "held_out_rows"};
  for (const Figure& figure : figures_) names.push_back(figure.name);
  if (table.names != names) throw DataError(file.string() + ":1: this is no table of these folds");
  folds_.clear();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.columns[0][row] != static_cast<double>(row + 1))
      throw DataError(fmt::format("{}:{}: expected fold {}", file.string(), row + 2, row + 1));
    FoldResult& fold = folds_.emplace_back();
    fold.training = static_cast<std::size_t>(table.columns[1][row]);
    fold.held_out = static_cast<std::size_t>(table.columns[2][row]);
    for (std::size_t f = 0; f < figures_.size(); ++f)
      fold.figures.push_back(table.columns[3 + f][row]);
  }
}

}  // namespace riserun::run
