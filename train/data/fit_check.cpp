#include <riserun/train/data/fit_check.hpp>

#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/train/data/imputation.hpp>

namespace riserun::train {
namespace {

std::string plural(std::size_t count, const std::string& what) {
  const bool hissing = what.ends_with("s");
  return std::to_string(count) + " " + what + (count == 1 ? "" : hissing ? "es" : "s");
}

std::string origin(const Dataset& data) {
  return data.source().empty() ? "" : data.source() + ": ";
}

}  // namespace

void require_features(const nn::MLP& model, const Dataset& data) {
  if (data.empty()) throw DataError(origin(data) + "there are no rows");
  require_numbers(data);
  if (data.feature_count() != model.inputs())
    throw ShapeError(origin(data) + "the data have " + plural(data.feature_count(), "feature") +
                     ", the model has " + plural(model.inputs(), "input"));
}

void require_classes(const nn::MLP& model, const Dataset& data) {
  require_features(model, data);
  if (data.task() != Task::classification)
    throw DataError(origin(data) + "the data have no classes");
  const std::size_t classes = data.class_count(), outputs = model.outputs();
  if (outputs != classes && !(outputs == 1 && classes <= 2))
    throw ShapeError(origin(data) + "the data have " + plural(classes, "class") +
                     ", the model has " + plural(outputs, "output") + "; it needs one a class" +
                     (classes == 2 ? ", or one alone" : ""));
}

void require_fit(const nn::MLP& model, const nn::AnyLoss& loss, const Dataset& data) {
  require_features(model, data);
  const std::string name(nn::to_string(loss));
  const std::size_t outputs = model.outputs();
  switch (data.task()) {
    case Task::unlabelled:
      throw DataError(origin(data) + "the data have no label or target to learn from");
    case Task::regression:
      if (!nn::is_for_numbers(loss))
        throw ShapeError(
            origin(data) + "the target is a number and the " + name +
            " loss wants classes; use mse, mae or huber, or load the data as a classification");
      if (data.target_count() != outputs)
        throw ShapeError(origin(data) + "the data have " + plural(data.target_count(), "target") +
                         ", the model has " + plural(outputs, "output"));
      return;
    case Task::classification:
      break;
  }
  require_classes(model, data);
  const nn::LossInfo& info = nn::loss_info(loss);
  if (info.class_outputs == nn::ClassOutputs::one) nn::require_one_output(outputs, name);
  if (info.logits && outputs == 1 && model.options().output == nn::Activation::sigmoid)
    throw ShapeError("the " + name +
                     " loss takes the logit and applies the sigmoid itself: leave the output "
                     "linear");
  if (info.class_outputs == nn::ClassOutputs::one_a_class && outputs == 1)
    throw ShapeError("the " + name +
                     " loss wants one output a class; a model of one output learns nothing from "
                     "it (use binary)");
}

}  // namespace riserun::train
