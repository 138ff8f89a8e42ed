// Any text as a history; one that is read is written and read again to the same text.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <riserun/base/errors.hpp>
#include <riserun/train/fit/history.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace riserun;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const std::string once = train::History::from_csv(text, "fuzz").to_csv();
    if (train::History::from_csv(once, "again").to_csv() != once) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
