#include <riserun/core/tape_store.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

namespace riserun {
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

TapeStore::~TapeStore() {
  std::free(dy_dx0);
  std::free(dy_dx1);
  std::free(operands);
  std::free(ops);
  std::free(grads);
  std::free(runs);
  std::free(stamps);
  std::free(term_partials);
  std::free(term_operands);
  std::free(arena);
}

void TapeStore::grow_nodes(std::uint64_t count) {
  reallocate(dy_dx0, count);
  reallocate(dy_dx1, count);
  reallocate(operands, count);
  reallocate(ops, count);
  reallocate_aligned(grads, capacity, count);
  std::fill(grads + capacity, grads + count, 0.0);
  reallocate(runs, count);
  std::fill(runs + capacity, runs + count, 0u);
  if constexpr (kChecked) reallocate(stamps, count);
  capacity = static_cast<std::uint32_t>(count);
}

void TapeStore::grow_terms(std::size_t count) {
  const std::uint64_t wanted =
      std::max<std::uint64_t>({terms_size + count, terms_capacity * 2, 256});
  reallocate(term_partials, wanted);
  reallocate(term_operands, wanted);
  terms_capacity = wanted;
}

void TapeStore::grow_arena(std::size_t count) {
  const std::uint64_t wanted =
      std::max<std::uint64_t>({arena_size + count, arena_capacity * 2, 256});
  reallocate_aligned(arena, arena_size, wanted);
  arena_capacity = wanted;
}

std::size_t TapeStore::memory() const {
  return capacity * (sizeof(*dy_dx0) + sizeof(*dy_dx1) + sizeof(*operands) + sizeof(*ops) +
                     sizeof(*grads) + sizeof(*runs) + (kChecked ? sizeof(*stamps) : 0)) +
         terms_capacity * (sizeof(double) + sizeof(std::uint32_t)) +
         arena_capacity * sizeof(double) + blocks.capacity() * sizeof(Block) +
         run_nodes.capacity() * sizeof(std::uint32_t);
}

Mark TapeStore::mark() const {
  Mark mark{size, terms_size, arena_size, blocks.size(), 0};
  if constexpr (kChecked)
    if (size > 0) mark.stamp = stamps[size - 1];
  return mark;
}

bool TapeStore::rewind(const Mark& mark) {
  bool stale = mark.size > size || mark.terms > terms_size || mark.arena > arena_size ||
               mark.blocks > blocks.size();
  if constexpr (kChecked)
    stale = stale || (mark.size > first && stamps[mark.size - 1] != mark.stamp);
  if (stale) return false;
  size = std::max(mark.size, first);
  special_end = std::min(special_end, size);
  while (!run_nodes.empty() && run_nodes.back() >= size) {
    const std::uint32_t dropped = run_nodes.back();
    runs[operands[dropped].x0] = earlier_run(dropped);
    run_nodes.pop_back();
  }
  terms_size = mark.terms;
  arena_size = mark.arena;
  blocks.resize(mark.blocks, Block{});
  if (dirty_end > size) {
    std::fill(grads + size, grads + dirty_end, 0.0);
    dirty_end = size;
  }
  return true;
}

void TapeStore::stamp([[maybe_unused]] std::uint32_t i) {
#ifdef RISERUN_CHECKED
  // One count for all tapes, so that a foreign Value is seen too; 15 bits, so one stale Value in
  // 32 768 may pass.
  static std::atomic<std::uint32_t> count{0};
  stamps[i] = static_cast<std::uint16_t>(count.fetch_add(1, std::memory_order_relaxed) & 0x7FFF);
#endif
}

}  // namespace riserun
