#include <riserun/core/tape.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

#include <riserun/core/kernels/run_sweep.hpp>

namespace riserun {

constinit Tape Tape::no_tape_{Tape::NoTape{}};

namespace {

template <class T>
void reallocate(T*& array, std::uint64_t count) {
  // realloc, because on Linux it remaps large blocks instead of copying them.
  void* const grown = std::realloc(array, count * sizeof(T));
  if (grown == nullptr) throw std::bad_alloc();
  array = static_cast<T*>(grown);
}

// Cache lines, so that the kernels' rows of eight begin where lines do.
void reallocate_aligned(double*& array, std::uint64_t used, std::uint64_t count) {
  const std::uint64_t bytes = (count * sizeof(double) + 63) / 64 * 64;
  auto* const grown = static_cast<double*>(std::aligned_alloc(64, bytes));
  if (grown == nullptr) throw std::bad_alloc();
  std::copy_n(array, used, grown);
  std::free(array);
  array = grown;
}

}  // namespace

Tape::Tape(TapeOptions options)
    : kernels_(&run_kernels(chosen_isa())),
      options_(options),
      previous_(options.become_current ? current_ : &no_tape_),
      number_(next_number()) {
  if (options.become_current) current_ = this;
}

std::uint64_t Tape::next_number() {
  // A thread takes many at once: a NoGradient may take one a data point. 0 stands for no tape.
  constexpr std::uint64_t kAtOnce = 4096, kNumbers = (std::uint64_t{1} << (64 - kNumberShift)) - 1;
  static std::atomic<std::uint64_t> taken{0};
  thread_local std::uint64_t next = 0, end = 0;
  if (next == end) {
    next = taken.fetch_add(kAtOnce, std::memory_order_relaxed);
    end = next + kAtOnce;
  }
  return (next++ % kNumbers + 1) << kNumberShift;
}

Tape::~Tape() {
  if (this == &no_tape_) return;
  // Tapes nest; one that outlived a younger tape must not leave a dangling current tape behind.
  if (current_ == this) {
    current_ = previous_;
  } else {
    for (Tape* tape = current_; tape != nullptr; tape = tape->previous_)
      if (tape->previous_ == this) tape->previous_ = previous_;
  }
  std::free(dy_dx0_);
  std::free(dy_dx1_);
  std::free(operands_);
  std::free(ops_);
  std::free(grads_);
  std::free(runs_);
  std::free(stamps_);
  std::free(term_partials_);
  std::free(term_operands_);
  std::free(arena_);
}

Tape& Tape::current() {
  if (current_ == &no_tape_)
    throw TapeError("no tape is in scope on this thread: create a riserun::Tape before variables");
  return *current_;
}

Tape& Tape::recording() {
  Tape* tape = &current();
  while (!tape->options_.record) {
    tape = tape->previous_;
    if (tape == &no_tape_)
      throw TapeError("this Value is on no tape that is in scope: only a NoGradient is");
  }
  return *tape;
}

void Tape::grow(std::uint64_t wanted) {
  if (this == &no_tape_) current();  // throws
  const std::uint64_t limit = std::min<std::uint64_t>(options_.max_nodes, 0xFFFFFFFEu);
  if (wanted > limit)
    throw TapeError("the tape is full: a graph may have " + std::to_string(limit) +
                    " nodes; rewind it between data points, or use smaller graphs");
  const std::uint64_t count =
      std::min(limit, std::max<std::uint64_t>({wanted, capacity_ * 2ull, 1024}));
  reallocate(dy_dx0_, count);
  reallocate(dy_dx1_, count);
  reallocate(operands_, count);
  reallocate(ops_, count);
  reallocate_aligned(grads_, capacity_, count);
  std::fill(grads_ + capacity_, grads_ + count, 0.0);
  reallocate(runs_, count);
  std::fill(runs_ + capacity_, runs_ + count, 0u);
  if constexpr (kChecked) reallocate(stamps_, count);
  capacity_ = static_cast<std::uint32_t>(count);
}

bool Tape::make_room() {
  if (!options_.record) return false;
  grow(std::uint64_t{size_} + 1);
  return true;
}

void Tape::grow_terms(std::size_t count) {
  const std::uint64_t capacity =
      std::max<std::uint64_t>({terms_size_ + count, terms_capacity_ * 2, 256});
  reallocate(term_partials_, capacity);
  reallocate(term_operands_, capacity);
  terms_capacity_ = capacity;
}

void Tape::grow_arena(std::size_t count) {
  const std::uint64_t capacity =
      std::max<std::uint64_t>({arena_size_ + count, arena_capacity_ * 2, 256});
  reallocate_aligned(arena_, arena_size_, capacity);
  arena_capacity_ = capacity;
}

std::size_t Tape::memory() const {
  return capacity_ * (sizeof(*dy_dx0_) + sizeof(*dy_dx1_) + sizeof(*operands_) + sizeof(*ops_) +
                      sizeof(*grads_) + sizeof(*runs_) + (kChecked ? sizeof(*stamps_) : 0)) +
         terms_capacity_ * (sizeof(double) + sizeof(std::uint32_t)) +
         arena_capacity_ * sizeof(double) + blocks_.capacity() * sizeof(Block) +
         run_nodes_.capacity() * sizeof(std::uint32_t) +
         (replay_.capacity() + aside_.capacity()) * sizeof(double) +
         labels_.capacity() * sizeof(labels_[0]);
}

Value Tape::variable(double data) {
  if (current_ != this)
    throw TapeError(current_->records()
                        ? "this tape is not the thread's current tape: a younger one is in scope"
                        : "a NoGradient is in scope: make variables before it or after it");
  if (!has_room()) return Value(data);
  const std::uint32_t i = take();
  dy_dx0_[i] = data;
  operands_[i] = {i, i};
  ops_[i] = kLeaf;
  special_end_ = size_;
  return node(data, i);
}

void Tape::bind(std::span<const double> parameters) {
  if (size_ != 0) throw TapeError("parameters are bound to an empty tape only: make a new one");
  if (!options_.record) throw TapeError("parameters are bound to a tape that records");
  if (parameters.size() > capacity_) grow(parameters.size());
  parameters_ = parameters.data();
  first_ = size_ = special_end_ = static_cast<std::uint32_t>(parameters.size());
  std::fill(ops_, ops_ + first_, kLeaf);
  if constexpr (kChecked)
    for (std::uint32_t i = 0; i < first_; ++i) stamp_node(i);
}

Mark Tape::mark() const {
  Mark mark{size_, terms_size_, arena_size_, blocks_.size(), 0};
  if constexpr (kChecked)
    if (size_ > 0) mark.stamp = stamps_[size_ - 1];
  return mark;
}

void Tape::rewind(const Mark& mark) {
  bool stale = mark.size > size_ || mark.terms > terms_size_ || mark.arena > arena_size_ ||
               mark.blocks > blocks_.size();
  if constexpr (kChecked)
    stale = stale || (mark.size > first_ && stamps_[mark.size - 1] != mark.stamp);
  if (stale)
    throw TapeError("the mark to rewind to is no longer on the tape: it was rewound further");
  size_ = std::max(mark.size, first_);
  special_end_ = std::min(special_end_, size_);
  while (!run_nodes_.empty() && run_nodes_.back() >= size_) {
    const std::uint32_t dropped = run_nodes_.back();
    runs_[operands_[dropped].x0] = earlier_run(dropped);
    run_nodes_.pop_back();
  }
  terms_size_ = mark.terms;
  arena_size_ = mark.arena;
  blocks_.resize(mark.blocks, Block{});
  if (dirty_end_ > size_) {
    std::fill(grads_ + size_, grads_ + dirty_end_, 0.0);
    dirty_end_ = size_;
  }
  while (!labels_.empty() && (labels_.back().first >> 32) >= size_) labels_.pop_back();
  replay_.clear();  // the parameters may change next
}

void Tape::zero_grad() {
  const std::uint32_t end = std::max(first_, dirty_end_);
  std::fill(grads_, grads_ + end, 0.0);
  dirty_end_ = 0;
}

std::uint32_t Tape::push_block(const Block::Kind& kind, std::uint32_t count, std::uint64_t outputs,
                               std::span<const std::uint64_t> payload) {
  if (count == 0) throw ShapeError("a fused node needs at least one output");
  if (!options_.record) return 0xFFFFFFFFu;
  const std::uint64_t wanted = std::uint64_t{size_} + count;
  if (wanted > capacity_) grow(wanted);
  const std::uint32_t first = size_;
  Block block{&kind, first, count, outputs, {}};
  std::copy(payload.begin(), payload.end(), block.payload);
  const auto number = static_cast<std::uint32_t>(blocks_.size());
  blocks_.push_back(block);
  for (std::uint32_t i = first; i < first + count; ++i) {
    ops_[i] = kBlockNode;
    operands_[i] = {number, i};
    if constexpr (kChecked) stamp_node(i);
  }
  size_ = special_end_ = first + count;
  return first;
}

}  // namespace riserun
