#include <riserun/train/data/preparation.hpp>

namespace riserun::train {

Preparation Preparation::fit(const Dataset& training, const PreparationOptions& options) {
  Preparation preparation;
  preparation.encoding = ColumnEncoding::fit(training);
  const Dataset numbers = preparation.encoding.apply(training);
  preparation.imputation = Imputation::fit(numbers, options.missing, options.missing_value);
  const Dataset filled = preparation.imputation.apply(numbers);
  preparation.scaling = Scaling::fit(filled, options.scaling);
  preparation.target_scaling = Scaling::fit_targets(filled, options.target_scaling);
  return preparation;
}

Dataset Preparation::apply(const Dataset& data) const {
  if (data.empty()) return data;
  return target_scaling.apply_to_targets(scaling.apply(imputation.apply(encoding.apply(data))));
}

}  // namespace riserun::train
