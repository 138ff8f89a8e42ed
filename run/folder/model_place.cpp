#include <riserun/run/folder/model_place.hpp>

#include <fmt/format.h>

#include <string>

#include <riserun/base/errors.hpp>
#include <riserun/base/files/is_there.hpp>
#include <riserun/run/folder/file_names.hpp>

namespace riserun::run {

namespace fs = std::filesystem;

std::string folder_without_model(const fs::path& folder) {
  if (is_there(folder / file::kFolds))
    return fmt::format(
        "it is the folder of a cross-validation, whose folds have a model each ({0}/fold-1). One "
        "for use is trained on all rows: riserun train --config {0}/config.toml --cv 0 --out NEW",
        folder.string());
  if (is_there(folder / file::kRates) && !is_there(folder / file::kConfig))
    return "it is the folder of a search for a learning rate (--lr find), which trains no model; "
           "train one with the rate that it suggests";
  if (is_there(folder / file::kConfig))
    return fmt::format(
        "its run ended before the first checkpoint, or goes on without one yet; riserun train "
        "--resume {} begins it again",
        folder.string());
  return "it is no run folder";
}

fs::path model_file(const fs::path& model) {
  if (!is_folder(model)) return model;
  const fs::path file = model / file::kModel;
  if (!is_there(file))
    throw FileError(fmt::format("{}: there is no model.safetensors: {}", model.string(),
                                folder_without_model(model)));
  return file;
}

}  // namespace riserun::run
