#include <riserun/lanes/running/executor.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace riserun::lanes {
namespace {

void fill(double* to, std::size_t packs, double value) { std::fill_n(to, packs * kLanes, value); }

}  // namespace

Executor::Executor(const Plan& plan, std::shared_ptr<Workspace> workspace)
    : plan_(&plan),
      program_(&plan.program_),
      kernels_(plan.kernels_),
      input_step_(round_up(plan.input_count_)),
      workspace_(workspace != nullptr ? std::move(workspace) : std::make_shared<Workspace>()),
      inputs_(aligned_doubles(capacity() * input_step_)),
      sums_(aligned_doubles(round_up(program_->parameters.size()))),
      scratch_(aligned_doubles(2 * program_->longest_list * kLanes)),
      layers_(*program_, kernels_->layers, plan.packs_),
      memory_{nullptr, nullptr, program_->operands.data(), scratch_.get(), 0},
      losses_(std::make_unique<double[]>(capacity())) {
  workspace_->reserve(program_->size * kLanes);
  workspace_->user_ = nullptr;  // an earlier executor may have had this one's address
}

// Another executor may have used it since, or have made it grow.
void Executor::take_workspace() {
  memory_.values = workspace_->values_.get();
  memory_.gradients = workspace_->gradients_.get();
  if (std::exchange(workspace_->user_, this) == this) return;
  for (const Fixed& constant : program_->constants)
    fill(value(constant.at), plan_->packs(), constant.value);
}

std::span<const double> Executor::forward(std::span<const double> parameters, std::size_t points) {
  const std::size_t packs = memory_.packs = whole_packs(points);
  points_ = points;
  take_workspace();
  kernels_->layers.to_packs(inputs_.get(), input_step_, plan_->inputs(), packs, value(0), step());
  for (const Fixed& parameter : program_->parameters)
    fill(value(parameter.at), packs, parameters[parameter.parameter]);
  for (const Step& s : program_->steps) {
    switch (s.kind) {
      case Step::Kind::ops:
        s.ops->forward(memory_, program_->sites.data() + s.first, s.count);
        break;
      case Step::Kind::sums:
        sum_forward(program_->sum_steps[s.first]);
        break;
      case Step::Kind::gather:
        gather(program_->gathers[s.first]);
        break;
      case Step::Kind::lookup:
        look_up(program_->lookups[s.first], parameters.data(), points);
        break;
      case Step::Kind::layer:
        layers_.forward(program_->layers[s.first], memory_, parameters.data());
        break;
    }
  }
  std::copy_n(value(program_->loss), points, losses_.get());
  return {losses_.get(), points};
}

std::size_t Executor::correct() const {
  if (!plan_->counts_correct()) return 0;
  const double* const said = value(program_->correct);
  return static_cast<std::size_t>(std::count(said, said + points_, 1.0));
}

void Executor::backward(std::span<const double> parameters, std::size_t points, double seed,
                        std::span<double> gradient, GradientUse use) {
  for (const IndexRange& range : program_->cleared)
    std::fill(gradient_at(range.begin), gradient_at(range.end), 0.0);
  if (use == GradientUse::set)
    for (const IndexRange& range : program_->cleared_parameters)
      std::fill(gradient.data() + range.begin, gradient.data() + range.end, 0.0);
  fill(gradient_at(program_->loss), memory_.packs, seed);
  for (auto s = program_->steps.rbegin(); s != program_->steps.rend(); ++s) {
    if (!s->active) continue;
    switch (s->kind) {
      case Step::Kind::ops:
        s->ops->backward(memory_, program_->sites.data() + s->first, s->count, s->wants);
        break;
      case Step::Kind::sums:
        sum_backward(program_->sum_steps[s->first]);
        break;
      case Step::Kind::gather:
        gather_backward(program_->gathers[s->first]);
        break;
      case Step::Kind::lookup:
        look_up_backward(program_->lookups[s->first], points, gradient.data());
        break;
      case Step::Kind::layer:
        layers_.backward(program_->layers[s->first], memory_, parameters.data(),
                         {inputs_.get(), input_step_}, points, gradient.data(), use);
        break;
    }
  }
  add_parameters(points, gradient);
}

void Executor::gather(const GatherStep& gather) {
  for (std::size_t i = 0; i < gather.from.size(); ++i)
    std::memcpy(value(gather.to) + i * step(), value(gather.from[i]),
                memory_.packs * kLanes * sizeof(double));
}

void Executor::gather_backward(const GatherStep& gather) {
  for (std::size_t i = 0; i < gather.from.size(); ++i) {
    const double* const from = gradient_at(gather.to) + i * step();
    double* const to = gradient_at(gather.from[i]);
    for (std::size_t l = 0; l < memory_.packs * kLanes; ++l) to[l] += from[l];
  }
}

void Executor::sum_forward(const SumStep& step) {
  (step.of_products ? kernels_->sums_of_products : kernels_->sums)
      .forward(memory_, program_->sums.data() + step.sites.begin, step.sites.size());
}

void Executor::sum_backward(const SumStep& step) {
  const ShareSite* const shares = program_->shares.data();
  kernels_->sums_of_products.share(memory_, shares + step.products.begin, step.products.size());
  kernels_->sums.share(memory_, shares + step.plain.begin, step.plain.size());
}

// An idle lane's label may be anything: it gets the first row.
void Executor::look_up(const LookupStep& lookup, const double* parameters, std::size_t points) {
  const double* const label = value(lookup.label);
  double* const y = value(lookup.y);
  for (std::size_t pack = 0; pack < memory_.packs; ++pack) {
    const double* rows[kLanes];
    for (std::size_t l = 0; l < kLanes; ++l) {
      const std::size_t point = pack * kLanes + l;
      const std::size_t row = point < points ? static_cast<std::size_t>(label[point]) : 0;
      rows[l] = parameters + lookup.first + row * lookup.step;
    }
    for (std::size_t c = 0; c < lookup.columns; ++c)
      for (std::size_t l = 0; l < kLanes; ++l) y[c * step() + pack * kLanes + l] = rows[l][c];
  }
}

// Point by point, since several may have the same row.
void Executor::look_up_backward(const LookupStep& lookup, std::size_t points, double* gradient) {
  const double* const label = value(lookup.label);
  const double* const dy = gradient_at(lookup.y);
  for (std::size_t l = 0; l < points; ++l) {
    double* const row = gradient + lookup.first + static_cast<std::size_t>(label[l]) * lookup.step;
    for (std::size_t c = 0; c < lookup.columns; ++c) row[c] += dy[c * step() + l];
  }
}

// The gradients of the parameters that ops read lie beside each other.
void Executor::add_parameters(std::size_t points, std::span<double> gradient) {
  const std::vector<Fixed>& parameters = program_->parameters;
  if (parameters.empty()) return;
  double* const sums = sums_.get();
  kernels_->layers.lane_sums(gradient_at(parameters[0].at), step(), parameters.size(), points, 1, 0,
                             sums);
  for (std::size_t k = 0; k < parameters.size(); ++k) gradient[parameters[k].parameter] += sums[k];
}

}  // namespace riserun::lanes
