#include <riserun/core/op_table.hpp>

#include <array>
#include <atomic>
#include <mutex>
#include <string>

#include <riserun/base/errors.hpp>

namespace riserun {

namespace {

constexpr OpInfo kUnknownInfo = unary_op("?", "", {});
constexpr OpEntry kUnknown{&kUnknownInfo, nullptr, nullptr, false};

// By number. Ops register one at a time, in any thread (a library may be loaded late); an entry
// never changes once its place in `known` says that it is there, so that reading takes no lock.
struct OpTable {
  static constexpr std::size_t kSize = 1024;
  std::mutex mutex;
  std::size_t next = kFixedOpNumbers;  // number 0 stands for none
  std::array<OpEntry, kSize> entries;
  std::array<std::atomic<bool>, kSize> known{};
};

OpTable& op_table() {
  static OpTable table;
  return table;
}

}  // namespace

std::uint16_t register_op(OpEntry entry, std::uint16_t fixed) {
  OpTable& table = op_table();
  const std::scoped_lock lock(table.mutex);
  std::size_t number = fixed;
  if (fixed != 0) {
    const bool taken = fixed < kFixedOpNumbers && table.known[fixed];
    if (fixed >= kFixedOpNumbers || (taken && table.entries[fixed].info != entry.info))
      throw TapeError("the fixed number of op " + std::string(entry.info->name) +
                      " is not free: leave kNumber out");
    if (taken) return fixed;
  } else {
    if (table.next == OpTable::kSize)
      throw TapeError("more than 1023 kinds of op are in one program");
    number = table.next++;
  }
  table.entries[number] = entry;
  table.known[number].store(true, std::memory_order_release);
  return static_cast<std::uint16_t>(number);
}

const OpEntry& op_entry(std::uint16_t number) {
  const OpTable& table = op_table();
  const bool known = number < OpTable::kSize && table.known[number].load(std::memory_order_acquire);
  return known ? table.entries[number] : kUnknown;
}

}  // namespace riserun
