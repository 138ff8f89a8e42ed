// What a model's file is made of: its tensors, their names and shapes, and what must fit together.
// Writing and reading it share this.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <riserun/base/named_values.hpp>
#include <riserun/train/saving/model_file.hpp>

namespace riserun::train {

inline constexpr std::string_view kModelFormat = "riserun mlp 1";
/// The same with the steps that make inputs of columns.
inline constexpr std::string_view kColumnFormat = "riserun mlp 2";
inline constexpr NamedValue<Task> kTaskNames[] = {{"classification", Task::classification},
                                                  {"regression", Task::regression},
                                                  {"unlabelled", Task::unlabelled}};

/// Of layer `l`, from 0: [outputs, inputs] and [outputs].
[[nodiscard]] std::string weight_tensor(std::size_t l);
[[nodiscard]] std::string bias_tensor(std::size_t l);

/// The matrix of columns x rows whose rows are the columns of this one of rows x columns. Our
/// weights are input by input; on disk they are output by output, as everybody's.
[[nodiscard]] std::vector<double> transposed(std::span<const double> matrix, std::size_t rows,
                                             std::size_t columns);

/// Numbers of each input or output, and the tensor they are saved as.
struct ModelColumns {
  std::string tensor;
  std::size_t count;
  std::vector<double>* values;
};

/// Those that the kinds of scaling and imputation ask for.
[[nodiscard]] std::vector<ModelColumns> columns_of(ModelInfo& info,
                                                   const std::vector<std::size_t>& sizes);

/// Why info and a model of these sizes do not fit, or nothing.
[[nodiscard]] std::string misfit(const std::vector<std::size_t>& sizes, const ModelInfo& info);

}  // namespace riserun::train
