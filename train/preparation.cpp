#include "train/preparation.hpp"

namespace riserun::train {

Preparation Preparation::fit(const Dataset& training, const PreparationOptions& options) {
  Preparation preparation;
  preparation.imputation = Imputation::fit(training, options.missing, options.missing_value);
  preparation.scaling = Scaling::fit(preparation.imputation.apply(training), options.scaling);
  return preparation;
}

Dataset Preparation::apply(const Dataset& data) const {
  return data.empty() ? data : scaling.apply(imputation.apply(data));
}

}  // namespace riserun::train
