#include <riserun/train/gradient/parallel_gradient.hpp>

#include <algorithm>
#include <atomic>

#include <riserun/base/errors.hpp>
#include <riserun/train/gradient/claims.hpp>
#include <riserun/train/gradient/elementwise.hpp>
#include <riserun/train/gradient/patience.hpp>

namespace riserun::train {

// A cache line apart, because each is written by a thread of its own.
struct alignas(64) ParallelGradient::Slot {
  std::optional<Tape> tape;
  double* gradient = nullptr;  // where the tape keeps it now: a tape that grows moves it
  SlotResult result;
  std::atomic<bool> neighbour_done{false};  // asked of the right one of two neighbours
};

ParallelGradient::ParallelGradient(PointProgram& program, std::size_t parameters, Workers& workers,
                                   std::size_t points_per_slot)
    : program_(program),
      parameters_(parameters),
      workers_(workers),
      points_per_slot_(points_per_slot) {}

ParallelGradient::~ParallelGradient() = default;

void ParallelGradient::rebuild(std::size_t slot) {
  if (gradient_.data() == slots_[slot]->gradient) gradient_ = {};
  slots_[slot]->tape.emplace(TapeOptions{.become_current = false});
  const TapeScope scope(*slots_[slot]->tape);
  program_.bind(slot, *slots_[slot]->tape);
  if (slots_[slot]->tape->parameter_count() != parameters_)
    throw ShapeError("bind() must put all " + std::to_string(parameters_) +
                     " parameters of the model on the tape; it put " +
                     std::to_string(slots_[slot]->tape->parameter_count()));
}

void ParallelGradient::prepare(std::size_t slots) {
  while (slots_.size() < slots) {
    slots_.push_back(std::make_unique<Slot>());
    rebuild(slots_.size() - 1);
  }
}

BatchResult ParallelGradient::compute(std::span<const std::size_t> batch, std::size_t mean_over,
                                      RangeWork then) {
  if (batch.empty()) throw ShapeError("a batch needs at least one point");
  const std::size_t slots = cut(batch, points_per_slot_);
  // Joining early saves carrying gradients between caches, but leaves fewer threads at work: it
  // ends where there are two sums a thread.
  const auto threads = static_cast<std::size_t>(workers_.threads());
  joined_ = 1;
  while (threads > 1 && joined_ * 2 * threads <= slots) joined_ *= 2;

  const std::size_t points = mean_over != 0 ? mean_over : batch.size();
  const bool finite = run({slots, 1.0 / static_cast<double>(points), true, then});
  BatchResult result = collect(batch, slots, true);
  if (!result.bad && !finite) result.bad = find_bad_gradient(batch);
  return result;
}

BatchResult ParallelGradient::evaluate(std::span<const std::size_t> points,
                                       std::size_t points_per_slot) {
  const std::size_t slots = cut(points, points_per_slot);
  run({slots, 0.0, false, {}});
  return collect(points, slots, false);
}

// How many slots there are; range_of() says what each takes.
std::size_t ParallelGradient::cut(std::span<const std::size_t> batch, std::size_t points_per_slot) {
  const std::size_t slots = slot_count(batch.size(), points_per_slot);
  arranged_ = program_.arrange(batch, arrangement_);
  points_ = arranged_ ? std::span<const std::size_t>(arrangement_.points) : batch;
  return arranged_
             ? std::clamp<std::size_t>(slots, 1, std::max<std::size_t>(arrangement_.ends.size(), 1))
             : slots;
}

Range ParallelGradient::range_of(std::size_t slot, std::size_t slots) const {
  if (!arranged_) return slot_range(points_.size(), slot, slots);
  const Range groups = slot_range(arrangement_.ends.size(), slot, slots);
  const auto end_of = [&](std::size_t count) {
    return count == 0 ? 0 : arrangement_.ends[count - 1];
  };
  return {end_of(groups.begin), end_of(groups.end)};
}

namespace {

/// Whether all that was claimed got done while it was worth waiting.
bool wait_for(const Claims& claims) {
  for (Patience patience; !claims.all_done(); patience.wait())
    if (patience.exhausted()) return false;
  return true;
}

}  // namespace

// What the threads share while they work on a batch: who takes which piece, and how it went.
struct ParallelGradient::Shared {
  Shared(const Task& what, std::size_t ranges_of_parameters, std::size_t threads_at_work)
      : task(what),
        parts(ranges_of_parameters),
        threads(threads_at_work),
        slots(what.slots),
        ranges(parts),
        updates(parts) {}

  const Task& task;
  std::size_t parts;    // ranges of parameters
  std::size_t threads;  // at work
  Claims slots, ranges, updates;
  std::atomic<bool> failed{false}, finite{true};
};

// All that a batch needs, handed over to the threads once. A thread without work waits for those
// that have some, but never for work that nobody has begun: that it takes itself. Whether the
// gradient is finite, where no slot failed.
bool ParallelGradient::run(const Task& task) {
  prepare(task.slots);
  for (std::size_t s = 0; s < task.slots; ++s)
    slots_[s]->neighbour_done.store(false, std::memory_order_relaxed);
  if (task.slots > 1 && task.backward) {
    sum_.resize(parameters_);
    gradient_ = sum_;
  }
  const std::size_t parts = parameter_range_count(parameters_, workers_.threads());
  const std::size_t threads =
      std::min<std::size_t>(task.backward ? std::max(task.slots, parts) : task.slots,
                            static_cast<std::size_t>(workers_.threads()));
  Shared shared(task, parts, threads);
  workers_.run(threads, [&](std::size_t part, std::size_t thread) noexcept {
    run_slots(shared, part, thread);
    if (!task.backward || !wait_for(shared.slots)) return;
    if (shared.failed.load(std::memory_order_relaxed)) return;
    reduce_ranges(shared, part);
    if (!task.then.is_there() || !wait_for(shared.ranges)) return;
    if (!shared.finite.load(std::memory_order_relaxed)) return;
    while (const auto range = shared.updates.take(part, threads))
      task.then(parameter_range(parameters_, *range, parts));
  });
  return shared.finite.load(std::memory_order_relaxed);
}

void ParallelGradient::run_slots(Shared& shared, std::size_t part, std::size_t thread) {
  while (const auto slot = shared.slots.take(part, shared.threads)) {
    if (!run_slot(shared.task, *slot, thread)) shared.failed.store(true, std::memory_order_relaxed);
    shared.slots.finish_one();
  }
}

void ParallelGradient::reduce_ranges(Shared& shared, std::size_t part) {
  while (const auto range = shared.ranges.take(part, shared.threads)) {
    if (!reduce_range(shared.task.slots, parameter_range(parameters_, *range, shared.parts)))
      shared.finite.store(false, std::memory_order_relaxed);
    shared.ranges.finish_one();
  }
}

// Whether no point failed.
bool ParallelGradient::run_slot(const Task& task, std::size_t number, std::size_t thread) {
  Slot& slot = *slots_[number];
  const TapeScope scope(*slot.tape);
  // Cleared here and not where they are added up: here is where they are written next.
  if (task.backward && !program_.sets_gradient())
    std::ranges::fill(slot.tape->parameter_gradients(), 0.0);
  const Range range = range_of(number, task.slots);
  slot.result = program_.run(number, thread, *slot.tape, points_.subspan(range.begin, range.size()),
                             task.seed, task.backward);
  slot.gradient = slot.tape->parameter_gradients().data();
  if (!task.backward) return true;
  if (task.slots == 1) gradient_ = {slot.gradient, parameters_};
  join_upwards(number, task.slots);
  return slot.result.failed == SlotResult::kNone;
}

// The loss sums in the slots' order, and the first failure in the batch's order.
BatchResult ParallelGradient::collect(std::span<const std::size_t> batch, std::size_t slots,
                                      bool backward) {
  BatchResult result;
  result.points = batch.size();
  std::exception_ptr exception;
  for (std::size_t s = 0; s < slots; ++s) {
    SlotResult& slot = slots_[s]->result;
    result.loss_sum += slot.loss_sum;
    result.correct += slot.correct;
    if (slot.failed == SlotResult::kNone) continue;
    if (!exception && !result.bad) {
      exception = slot.exception;
      if (!exception)
        result.bad = {range_of(s, slots).begin + slot.failed, slot.failed_loss, false};
    }
    slot.exception = nullptr;
    rebuild(s);  // the tape was left in the middle of a graph
  }
  if (arranged_ && (exception || result.bad))
    find_first_failure(batch, backward, result, exception);
  if (exception) std::rethrow_exception(exception);
  return result;
}

// Of a batch taken in another order than its own: one point after the other.
void ParallelGradient::find_first_failure(std::span<const std::size_t> batch, bool backward,
                                          BatchResult& result, std::exception_ptr& exception) {
  for (std::size_t i = 0; i < batch.size(); ++i) {
    SlotResult point;
    {
      const TapeScope scope(*slots_[0]->tape);
      point = program_.run(0, 0, *slots_[0]->tape, batch.subspan(i, 1), 0.0, backward);
    }
    if (point.failed == SlotResult::kNone) continue;
    rebuild(0);
    exception = point.exception;
    result.bad.reset();
    if (!exception) result.bad = {i, point.failed_loss, false};
    return;
  }
}

// Whoever comes second adds the right neighbour to the left one and goes on upwards with the sum.
void ParallelGradient::join_upwards(std::size_t slot, std::size_t slots) {
  for (std::size_t distance = 1; distance < joined_; distance *= 2) {
    const std::size_t left = slot / (2 * distance) * (2 * distance), right = left + distance;
    if (right < slots) {
      if (!slots_[right]->neighbour_done.exchange(true, std::memory_order_acq_rel)) return;
      elementwise::add(slots_[left]->gradient, slots_[right]->gradient, parameters_);
    }
    slot = left;
  }
}

// The rest of the tree; whether the sum is finite.
bool ParallelGradient::reduce_range(std::size_t slots, Range range) {
  if (slots == 1) return elementwise::all_finite(gradient_.data() + range.begin, range.size());
  // A block of all slots fits the nearest cache.
  constexpr std::size_t kBlock = 512;
  bool finite = true;
  for (std::size_t begin = range.begin; begin < range.end; begin += kBlock)
    finite &= reduce_block(slots, {begin, std::min(begin + kBlock, range.end)});
  return finite;
}

bool ParallelGradient::reduce_block(std::size_t slots, Range block) {
  std::size_t distance = joined_;
  for (; 2 * distance < slots; distance *= 2)
    for (std::size_t left = 0; left + distance < slots; left += 2 * distance)
      elementwise::add(slots_[left]->gradient + block.begin,
                       slots_[left + distance]->gradient + block.begin, block.size());
  return elementwise::sum(sum_.data() + block.begin, slots_[0]->gradient + block.begin,
                          slots_[distance]->gradient + block.begin, block.size());
}

BadPoint ParallelGradient::find_bad_gradient(std::span<const std::size_t> batch) {
  Tape& tape = *slots_[0]->tape;
  const TapeScope scope(tape);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    std::ranges::fill(tape.parameter_gradients(), 0.0);
    const SlotResult point = program_.run(0, 0, tape, batch.subspan(i, 1), 1.0, true);
    if (!elementwise::all_finite(tape.parameter_gradients().data(), parameters_))
      return {i, point.loss_sum, true};
  }
  return {SlotResult::kNone, 0.0, true};
}

}  // namespace riserun::train
