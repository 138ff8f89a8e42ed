#include <riserun/train/recorded/lanes_program.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include <riserun/base/errors.hpp>

namespace riserun::train {

std::size_t lanes_packs(std::size_t points_per_slot) {
  return std::clamp<std::size_t>((points_per_slot + lanes::kLanes - 1) / lanes::kLanes, 1, 4);
}

std::string text(std::span<const BucketExplanation> buckets) {
  std::string said;
  for (const BucketExplanation& bucket : buckets) {
    if (buckets.size() > 1)
      said += "key         " + std::to_string(bucket.key) + ": " + std::to_string(bucket.points) +
              (bucket.points == 1 ? " point\n" : " points\n");
    said += bucket.plan.text();
  }
  return said;
}

void LanesProgram::record_buckets(
    Buckets buckets, std::size_t packs,
    const std::function<lanes::Recording(std::size_t point)>& record) {
  buckets_ = std::move(buckets);
  plans_.clear();
  plans_.reserve(buckets_.size());
  for (const Bucket& bucket : buckets_.all()) {
    const lanes::Recording recording = record(bucket.first);
    for (const std::size_t other : {bucket.middle, bucket.last}) {
      if (!buckets_.has_keys() || other == bucket.first || record(other).same_graph(recording))
        continue;
      throw ShapeError("points " + std::to_string(row(bucket.first)) + " and " +
                       std::to_string(row(other)) + " have the same key, " +
                       std::to_string(bucket.key) +
                       ", and the loss has different graphs for them: the key must differ where "
                       "their shapes do");
    }
    plans_.emplace_back(recording, lanes::PlanOptions{.packs = packs});
  }
}

std::vector<BucketExplanation> LanesProgram::explanation() const {
  std::vector<BucketExplanation> all;
  for (std::size_t b = 0; b < plans_.size(); ++b)
    all.push_back({buckets_.all()[b].key, buckets_.all()[b].points, plans_[b].explanation()});
  return all;
}

void LanesProgram::bind(std::size_t, Tape& tape) { tape.bind(parameters_.data()); }

// Memory is made for the buckets that a thread meets.
lanes::Executor& LanesProgram::executor(std::size_t thread, std::size_t bucket) {
  Memory& memory = memory_[thread];
  if (memory.executors.empty()) {
    memory.workspace = std::make_shared<lanes::Workspace>();
    memory.executors.resize(plans_.size());
  }
  std::unique_ptr<lanes::Executor>& one = memory.executors[bucket];
  if (one == nullptr) one = std::make_unique<lanes::Executor>(plans_[bucket], memory.workspace);
  return *one;
}

bool LanesProgram::arrange(std::span<const std::size_t> batch, Arrangement& to) const {
  if (buckets_.size() == 1) return false;
  buckets_.arrange(batch, lanes::kLanes, to);
  return true;
}

SlotResult LanesProgram::run(std::size_t, std::size_t thread, Tape& tape,
                             std::span<const std::size_t> points, double seed,
                             bool backward) noexcept {
  SlotResult result;
  auto use = lanes::GradientUse::set;
  for (std::size_t done = 0; done < points.size() && result.failed == SlotResult::kNone;) {
    const std::size_t bucket = buckets_.of(points[done]);
    const lanes::Plan& plan = plans_[bucket];
    std::size_t count = 0;
    try {
      lanes::Executor& pack = executor(thread, bucket);
      const std::size_t most = std::min(pack.capacity(), points.size() - done);
      while (count < most && buckets_.of(points[done + count]) == bucket) ++count;
      run_pack(pack, plan, points.subspan(done, count), seed, backward, tape.parameter_gradients(),
               use, result);
      use = lanes::GradientUse::add;
    } catch (...) {  // no memory
      result.failed = 0;
      result.exception = std::current_exception();
    }
    if (result.failed != SlotResult::kNone) result.failed += done;
    done += count;
  }
  return result;
}

// Points of one bucket, as many as the executor takes at most. What fails is counted in them.
void LanesProgram::run_pack(lanes::Executor& executor, const lanes::Plan& plan,
                            std::span<const std::size_t> points, double seed, bool backward,
                            std::span<double> gradient, lanes::GradientUse use,
                            SlotResult& result) {
  const std::span<const double> parameters = parameters_.data();
  std::size_t count = 0;
  try {
    for (; count < points.size(); ++count) {
      constexpr std::size_t kAhead = 4;
      if (count + kAhead < points.size()) prefetch(points[count + kAhead]);
      load(points[count], plan, backward, executor.point(count));
    }
  } catch (...) {
    result.failed = count;  // one of those before it may have failed first
    result.exception = std::current_exception();
  }
  const std::span<const double> losses = executor.forward(parameters, count);
  if (backward) {
    const auto bad = std::ranges::find_if(losses, [](double y) { return !std::isfinite(y); });
    if (bad != losses.end()) {
      result.failed = static_cast<std::size_t>(bad - losses.begin());
      result.failed_loss = *bad;
      result.exception = nullptr;
      return;
    }
  }
  for (const double loss : losses) result.loss_sum += loss;
  result.correct += executor.correct();
  if (backward && count > 0) executor.backward(parameters, count, seed, gradient, use);
}

void LanesProgram::load(std::size_t point, const lanes::Plan& plan, bool training,
                        std::span<double> to) const {
  write(point, training, to);
  for (const lanes::Recording::Label& label : plan.labels()) {
    const double value = to[label.input];
    if (value >= 0.0 && value < label.classes && value == std::floor(value)) continue;
    throw ShapeError("the label of point " + std::to_string(row(point)) + ", " +
                     std::to_string(value) + ", is none of the recorded loss's " +
                     std::to_string(label.classes) + " classes, which count from 0");
  }
}

void LanesProgram::require_inputs(std::size_t point, std::size_t inputs,
                                  std::size_t recorded) const {
  if (inputs == recorded) return;
  const Bucket& bucket = buckets_.all()[buckets_.of(point)];
  const std::string counts = "point " + std::to_string(row(point)) + " has " +
                             std::to_string(inputs) + " numbers and the recorded one ";
  if (buckets_.has_keys())
    throw ShapeError(counts + "of the same key, " + std::to_string(bucket.key) + ", " +
                     std::to_string(recorded) +
                     ": the key must differ where the points' shapes do");
  throw ShapeError(counts + std::to_string(recorded) +
                   "; points of several shapes need a key, recordable(loss, key), or the scalar "
                   "engine");
}

}  // namespace riserun::train
