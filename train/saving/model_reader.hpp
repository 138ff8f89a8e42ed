// A model from its tensors: whatever is missing, superfluous or inconsistent is said with its name.
#pragma once

#include <string>

#include <riserun/train/saving/model_file.hpp>

namespace riserun::train {

/// The model of such tensors as model_tensors() makes; `source` names them in messages. Throws
/// DataError for anything missing, superfluous or inconsistent, and for a file that lacks our
/// checksum (it may have been changed).
[[nodiscard]] LoadedModel model_of_tensors(const TensorFile& file, const std::string& source);

}  // namespace riserun::train
