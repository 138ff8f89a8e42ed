// Any bytes as a model file, with and without the checksum that would reject most of them.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <riserun/base/errors.hpp>
#include <riserun/train/saving/model_file.hpp>
#include <riserun/train/saving/model_reader.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace riserun;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  try {
    train::TensorFile file = train::parse_tensors(bytes, "fuzz");
    const std::string again = train::format_tensors(file);
    if (train::parse_tensors(again, "again").tensors.size() != file.tensors.size()) std::abort();
    file.checksum_verified = true;  // as if the one who changed the bytes had known it
    const train::LoadedModel loaded = train::model_of_tensors(file, "fuzz");
    static_cast<void>(train::model_tensors(loaded.model, loaded.info));
  } catch (const Error&) {
  }
  return 0;
}
