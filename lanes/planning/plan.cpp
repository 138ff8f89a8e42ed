#include <riserun/lanes/planning/plan.hpp>

#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/lanes/planning/planner.hpp>

namespace riserun::lanes {

Plan::Plan(const Recording& recording, PlanOptions options)
    : kernels_(options.kernels != nullptr ? options.kernels : &kernels()),
      packs_(options.packs),
      parameter_count_(recording.parameters()),
      input_count_(recording.inputs()),
      counts_correct_(recording.counts_correct()),
      labels_(recording.labels()) {
  if (packs_ < 1 || packs_ > 4)
    throw ConfigError("a plan takes 1 to 4 packs at a time, not " + std::to_string(packs_));
  Planner planner(recording, options.recognise, packs_, *kernels_);
  program_ = planner.program();
  explanation_ = planner.explanation();
}

}  // namespace riserun::lanes
