#include <riserun/nn/losses.hpp>

#include <algorithm>

#include <riserun/base/named_variants.hpp>

namespace riserun::nn {

const LossInfo& loss_info(const AnyLoss& any_loss) {
  return std::visit([](const auto& loss) -> const LossInfo& { return loss.info; }, any_loss);
}

std::string_view to_string(const AnyLoss& loss) { return loss_info(loss).name; }
std::vector<std::string> loss_names() { return kind_names<AnyLoss>(); }
AnyLoss parse_loss(std::string_view text) { return kind_named<AnyLoss>(text, "loss"); }

double* option(AnyLoss& loss) {
  double* found = nullptr;
  visit_options(loss, [&](const OptionInfo&, double& number) { found = &number; });
  return found;
}

const double* option(const AnyLoss& loss) { return option(const_cast<AnyLoss&>(loss)); }

void validate(const AnyLoss& loss) {
  visit_options(loss, [](const OptionInfo& info, double number) { info.require(number); });
}

bool is_for_numbers(const AnyLoss& loss) { return loss_info(loss).for_numbers; }

double class_boundary(const AnyLoss& loss) { return loss_info(loss).boundary; }

int predicted_class(std::span<const double> outputs, double boundary) {
  if (outputs.size() == 1) return outputs[0] > boundary ? 1 : 0;
  return static_cast<int>(std::ranges::max_element(outputs) - outputs.begin());
}

}  // namespace riserun::nn
