// A data set from text, split, and tensors through their file format: what stands on zlib, fmt and
// nlohmann-json inside the static library must link.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <riserun/train/data/dataset.hpp>
#include <riserun/train/reading/csv.hpp>
#include <riserun/train/saving/safetensors.hpp>

int main() {
  namespace train = riserun::train;

  const std::filesystem::path path = std::filesystem::path(CONSUMER_FOLDER) / "points.csv";
  std::ofstream(path) << "length,width,kind\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n";
  const train::Dataset data = train::load_csv(path);
  const auto [training, validation] = data.split({.validation = 0.5, .seed = 7});

  const train::TensorFile file{.tensors = {{.name = "w", .shape = {2}, .data = {0.25, -1.5}}}};
  const train::TensorFile copy = train::parse_tensors(train::format_tensors(file));

  std::printf("%zu points, %zu classes, %zu + %zu, w[1]=%g\n", data.size(), data.class_count(),
              training.size(), validation.size(), copy.tensor("w").data[1]);
  const bool right = data.size() == 4 && data.class_count() == 2 && training.size() == 2 &&
                     validation.size() == 2 && copy.tensors == file.tensors;
  return right ? 0 : 1;
}
