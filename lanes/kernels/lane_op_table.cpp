#include <riserun/lanes/kernels/lane_op_table.hpp>

#include <array>
#include <mutex>
#include <string>
#include <vector>

#include <riserun/base/errors.hpp>
#include <riserun/lanes/kernels/kernels.hpp>

namespace riserun::lanes {
namespace {

template <class List>
struct Infos;
template <class... Ops>
struct Infos<OpList<Ops...>> {
  static constexpr std::array<const OpInfo*, sizeof...(Ops)> all{&Ops::info...};
};

// A user's op may be recorded for the first time on any thread.
struct UserOps {
  std::mutex mutex;
  std::vector<OpEntry> entries;
};
UserOps& user_ops() {
  static UserOps ops;
  return ops;
}

OpEntry user_op(std::uint16_t number) {
  UserOps& ops = user_ops();
  const std::lock_guard lock(ops.mutex);
  return ops.entries.at(number - KnownOps::size);
}

}  // namespace

OpEntry op_entry(std::uint16_t number, const Kernels& kernels) {
  if (number < KnownOps::size) return {Infos<KnownOps>::all[number], &kernels.ops[number]};
  return user_op(number);
}

const OpInfo& op_info(std::uint16_t number) {
  return number < KnownOps::size ? *Infos<KnownOps>::all[number] : *user_op(number).info;
}

std::uint16_t register_op(OpEntry entry) {
  UserOps& ops = user_ops();
  const std::lock_guard lock(ops.mutex);
  const std::size_t number = KnownOps::size + ops.entries.size();
  if (number >= 0xFFFF) throw TapeError("too many ops for one program: " + std::to_string(number));
  ops.entries.push_back(entry);
  return static_cast<std::uint16_t>(number);
}

}  // namespace riserun::lanes
