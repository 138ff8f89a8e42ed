#include <riserun/nn/loss_point.hpp>

#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/base/number_text.hpp>

namespace riserun::nn {

namespace {

std::string the(std::string_view loss) { return "the " + std::string(loss) + " loss"; }

}  // namespace

void require_class(bool has_class, std::string_view loss) {
  if (!has_class) throw ShapeError(the(loss) + " needs a class as target; use mse for numbers");
}

void require_below(std::size_t label, std::size_t classes, std::string_view loss) {
  if (label >= classes)
    throw ShapeError("class " + std::to_string(label) + " does not fit a model for " +
                     std::to_string(classes) + " classes (" + the(loss) +
                     " wants one output a class)");
}

void require_numbers(std::size_t targets, std::size_t outputs) {
  if (targets != outputs)
    throw ShapeError("the target has " + counted(targets, "number") + ", the model " +
                     counted(outputs, "output"));
}

void require_one_output(std::size_t outputs, std::string_view loss) {
  if (outputs != 1)
    throw ShapeError(the(loss) +
                     " wants a model of one output, the logit of class 1; this one has " +
                     std::to_string(outputs) + " (use softmax)");
}

}  // namespace riserun::nn
