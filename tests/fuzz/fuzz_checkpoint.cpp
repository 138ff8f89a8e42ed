// Any bytes as a checkpoint, with and without the checksum that would reject most of them.
#include <cstdint>
#include <string_view>

#include <riserun/base/errors.hpp>
#include <riserun/train/saving/checkpoint.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace riserun;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    train::TensorFile file = train::parse_tensors(bytes, "fuzz");
    file.checksum_verified = true;
    const train::Checkpoint checkpoint = train::checkpoint_of_tensors(file, "fuzz");
    static_cast<void>(train::format_tensors(train::checkpoint_tensors(checkpoint)));
  } catch (const Error&) {
  }
  return 0;
}
